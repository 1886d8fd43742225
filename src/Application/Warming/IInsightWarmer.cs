namespace DealInsights.Application.Warming;

/// <summary>
/// Generates insights with the language model ahead of time, so that the first user need not wait. Registered only when a
/// language model is configured.
/// </summary>
public interface IInsightWarmer
{
    /// <summary>
    /// Generates overviews and title judgements that are missing or stale. Stored ones cost nothing; idempotent.
    /// </summary>
    /// <param name="request">The deals and the budget.</param>
    /// <param name="progress">Called after every deal and every question about titles; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the work; what was generated stays.</param>
    /// <exception cref="Failures.UpstreamUnavailableException">The store does not answer.</exception>
    Task<WarmReport> WarmAsync(WarmRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>The deals and the budget of warming.</summary>
/// <param name="DealNames">The deals; <see langword="null"/> for all that have meetings.</param>
/// <param name="MaxCalls">The most questions to the model; repetitions of a failed one are not counted.</param>
/// <param name="MaxParallel">The most questions at once.</param>
public sealed record WarmRequest(IReadOnlyCollection<string>? DealNames, int MaxCalls, int MaxParallel);

/// <summary>The result of warming.</summary>
/// <param name="Deals">The number of deals.</param>
/// <param name="Overviews">The counts of their overviews, without deals that have nothing to summarize.</param>
/// <param name="Titles">The counts of their attendees' distinct titles.</param>
/// <param name="Calls">The number of questions to the model.</param>
public sealed record WarmReport(int Deals, WarmCount Overviews, WarmCount Titles, int Calls)
{
    /// <summary>Whether everything is generated now.</summary>
    public bool IsComplete => this is { Overviews: { Failed: 0, Left: 0 }, Titles: { Failed: 0, Left: 0 } };
}

/// <summary>The counts of one kind of insights.</summary>
/// <param name="Known">Stored already.</param>
/// <param name="Generated">Generated now.</param>
/// <param name="Failed">The model gave no usable answer.</param>
/// <param name="Left">The model was not asked: the calls were used up.</param>
public sealed record WarmCount(int Known = 0, int Generated = 0, int Failed = 0, int Left = 0);
