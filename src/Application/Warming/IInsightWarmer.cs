namespace DealInsights.Application.Warming;

/// <summary>
/// Has the language model conclude ahead of time what users will ask for, so that the first of them need not wait. Only
/// there when a language model is configured: what the offline rules say needs no warming.
/// </summary>
public interface IInsightWarmer
{
    /// <summary>
    /// Generates the overviews and the judgements of titles that are missing or that are of older meetings. What is there
    /// already costs nothing, so warming twice changes nothing.
    /// </summary>
    /// <param name="request">What to warm, and for how much.</param>
    /// <param name="progress">Told after every deal and every question about titles; <see langword="null"/> when nobody watches.</param>
    /// <param name="cancellationToken">Stops; what was generated stays.</param>
    /// <exception cref="Failures.UpstreamUnavailableException">The store does not answer.</exception>
    Task<WarmReport> WarmAsync(WarmRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>What to warm, and for how much.</summary>
/// <param name="DealNames">The deals; <see langword="null"/> for all that have meetings.</param>
/// <param name="MaxCalls">The most questions to the model; repetitions of a failed one are not counted.</param>
/// <param name="MaxParallel">The most questions at once.</param>
public sealed record WarmRequest(IReadOnlyCollection<string>? DealNames, int MaxCalls, int MaxParallel);

/// <summary>What warming did.</summary>
/// <param name="Deals">The deals that were looked at.</param>
/// <param name="Overviews">What became of their overviews; deals with nothing to summarize are in none of the numbers.</param>
/// <param name="Titles">What became of the titles of their attendees, each counted once.</param>
/// <param name="Calls">The questions that the model was asked.</param>
public sealed record WarmReport(int Deals, WarmCount Overviews, WarmCount Titles, int Calls)
{
    /// <summary>Whether everything is generated now.</summary>
    public bool IsComplete => this is { Overviews: { Failed: 0, Left: 0 }, Titles: { Failed: 0, Left: 0 } };
}

/// <summary>What became of insights of one kind.</summary>
/// <param name="Known">They were there already.</param>
/// <param name="Generated">The model made them now.</param>
/// <param name="Failed">The model gave no usable answer.</param>
/// <param name="Left">The model was not asked: the calls were used up.</param>
public sealed record WarmCount(int Known, int Generated, int Failed, int Left);
