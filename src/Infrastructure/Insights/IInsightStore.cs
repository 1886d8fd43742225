using DealInsights.Domain.Meetings;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// Stored insights, so that a restart and other instances need not ask a model again, and the leases that decide which
/// instance asks.
/// </summary>
/// <remarks>
/// Every method throws <see cref="Application.Failures.UpstreamUnavailableException"/> when the store does not answer.
/// Time is the store's own where it has one, so that the clocks of instances need not agree. Safe to use from many threads.
/// </remarks>
internal interface IInsightStore
{
    /// <summary>
    /// Finds the overview of a deal; <see langword="null"/> when there is none, or (reported once) when it cannot be read.
    /// </summary>
    Task<StoredOverview?> FindOverviewAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the lease on writing a deal's overview, if it is free or has expired, or renews it for its holder.
    /// </summary>
    /// <param name="dealName">The deal.</param>
    /// <param name="holder">Different for every attempt in every process.</param>
    /// <param name="duration">After which others may take the lease.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<OverviewLease> TakeOverviewLeaseAsync(
        string dealName, string holder, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the overview of the deal and ends the lease on it, if <paramref name="holder"/> still holds the lease.
    /// A removal of the deal removes the lease as well, so that nothing about a removed deal is stored afterwards.
    /// </summary>
    /// <returns>Whether the overview was stored.</returns>
    Task<bool> SaveOverviewAsync(StoredOverview overview, string holder, CancellationToken cancellationToken);

    /// <summary>Gives a stored overview another fingerprint, if its content is still the given one.</summary>
    Task AdoptOverviewAsync(
        string dealName, string contentFingerprint, string fingerprint, CancellationToken cancellationToken);

    /// <summary>Ends the lease on a deal's overview; does nothing when <paramref name="holder"/> does not hold it.</summary>
    Task ReleaseOverviewLeaseAsync(string dealName, string holder, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the judgements with these fingerprints, in no particular order. One that cannot be read is left out and
    /// reported once.
    /// </summary>
    Task<IReadOnlyList<StoredJudgement>> FindJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken);

    /// <summary>Stores judgements in place of those with the same fingerprints.</summary>
    Task SaveJudgementsAsync(IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken);

    /// <summary>Takes a lease that is free or has expired, or renews one that <paramref name="holder"/> holds.</summary>
    /// <returns>Whether <paramref name="holder"/> holds it now.</returns>
    Task<bool> TryTakeLeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Ends a lease; does nothing when <paramref name="holder"/> does not hold it.</summary>
    Task ReleaseLeaseAsync(string name, string holder, CancellationToken cancellationToken);
}

/// <summary>The outcome of an attempt to take the lease on a deal's overview.</summary>
/// <param name="IsHeld">Whether the caller holds the lease now.</param>
/// <param name="Stored">The overview that is stored of the deal; <see langword="null"/> when there is none.</param>
internal sealed record OverviewLease(bool IsHeld, StoredOverview? Stored);

/// <summary>A company overview with what it was made from.</summary>
/// <param name="DealName">The deal it is about.</param>
/// <param name="Fingerprint">Of its author and of the meetings' metadata, see <see cref="OverviewWriter"/>.</param>
/// <param name="ContentFingerprint">Of its author and of the transcripts.</param>
/// <param name="Summary">The summary with its evidence.</param>
/// <param name="Origin">Where it comes from.</param>
internal sealed record StoredOverview(
    string DealName, string Fingerprint, string ContentFingerprint, MeetingSummary Summary, InsightOrigin Origin);

/// <summary>The model's judgement of a title.</summary>
/// <param name="Title">The title in the form of <see cref="Domain.Stakeholders.JobTitle.Normalize"/>.</param>
/// <param name="Fingerprint">Of the title and of its judge.</param>
/// <param name="MayDecide">Whether its bearer may decide on a purchase.</param>
/// <param name="Level">The seniority that the model read from it, in a few words; may be empty.</param>
/// <param name="Origin">Where the judgement comes from.</param>
internal sealed record StoredJudgement(
    string Title, string Fingerprint, bool MayDecide, string Level, InsightOrigin Origin);

/// <summary>Where an insight comes from.</summary>
/// <param name="Source">The kind of model, as in <c>/health</c>: <c>azure-openai</c>, <c>openai-compatible</c>, or <c>offline</c>.</param>
/// <param name="Model">The deployment or model; empty for the offline rules.</param>
/// <param name="PromptVersion">The name and version of the instructions or rules: <c>company-overview.v2</c>.</param>
/// <param name="InputTokens">
/// Tokens of the question, shared by all insights of one answer; <see langword="null"/> where the model does not say.
/// </param>
/// <param name="OutputTokens">Tokens of the answer, likewise.</param>
/// <param name="GeneratedAt">When the insight was generated, to the millisecond.</param>
internal sealed record InsightOrigin(
    string Source, string Model, string PromptVersion, int? InputTokens, int? OutputTokens, DateTimeOffset GeneratedAt)
{
    /// <summary>The <see cref="Source"/> of the offline rules.</summary>
    public const string Offline = "offline";

    /// <summary>Whether the offline rules made the insight.</summary>
    public bool IsOffline => Source == Offline;
}
