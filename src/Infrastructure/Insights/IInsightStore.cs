using DealInsights.Domain.Meetings;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// What the language model concluded, kept in the configured store so that a restart and other instances need not ask
/// again, and the leases by which instances agree on who asks.
/// </summary>
/// <remarks>
/// Every method throws <see cref="Application.Failures.UpstreamUnavailableException"/> when the store does not answer.
/// Safe to use from many threads.
/// </remarks>
internal interface IInsightStore
{
    /// <summary>The most overviews that are kept of one deal: today's, and those that other versions made meanwhile.</summary>
    const int MaxOverviewsPerDeal = 4;

    /// <summary>
    /// Finds the deal's overviews, the latest generated first. One that cannot be read is left out, and reported once.
    /// </summary>
    Task<IReadOnlyList<StoredOverview>> FindOverviewsAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps an overview in place of the one with the same deal and fingerprint, and forgets all but the latest
    /// generated <see cref="MaxOverviewsPerDeal"/> of the deal.
    /// </summary>
    Task SaveOverviewAsync(StoredOverview overview, CancellationToken cancellationToken);

    /// <summary>Removes one overview; does nothing when it is not there.</summary>
    Task RemoveOverviewAsync(string dealName, string fingerprint, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the judgements with these fingerprints, in no particular order. One that cannot be read is left out, and
    /// reported once.
    /// </summary>
    Task<IReadOnlyList<StoredJudgement>> FindJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken);

    /// <summary>Keeps judgements in place of those with the same fingerprints.</summary>
    Task SaveJudgementsAsync(IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a lease that nobody holds, or that has run out, or renews one that <paramref name="holder"/> holds. Time is
    /// the store's own where it has one, so that the clocks of instances need not agree.
    /// </summary>
    /// <param name="name">What the lease is on.</param>
    /// <param name="holder">Who asks: different for every attempt in every process.</param>
    /// <param name="duration">After which others may take it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether <paramref name="holder"/> holds it now.</returns>
    Task<bool> TryTakeLeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives a lease back; does nothing when <paramref name="holder"/> does not hold it.</summary>
    Task ReleaseLeaseAsync(string name, string holder, CancellationToken cancellationToken);
}

/// <summary>A company overview that the language model wrote.</summary>
/// <param name="DealName">The deal it is about.</param>
/// <param name="Fingerprint">What it was made from, and by whom: 64 hexadecimal digits, see <see cref="Fingerprint"/>.</param>
/// <param name="Summary">What it says, with its evidence.</param>
/// <param name="Origin">Where it comes from.</param>
internal sealed record StoredOverview(string DealName, string Fingerprint, MeetingSummary Summary, InsightOrigin Origin);

/// <summary>What the language model thinks of a title.</summary>
/// <param name="Title">The title in the form of <see cref="Domain.Stakeholders.JobTitle.Normalize"/>.</param>
/// <param name="Fingerprint">Of the title and of who judged: 64 hexadecimal digits, see <see cref="Fingerprint"/>.</param>
/// <param name="MayDecide">Whether its bearer may decide on a purchase.</param>
/// <param name="Level">The seniority that the model read from it, in a few words; may be empty.</param>
/// <param name="Origin">Where the judgement comes from.</param>
internal sealed record StoredJudgement(
    string Title, string Fingerprint, bool MayDecide, string Level, InsightOrigin Origin);

/// <summary>Where an insight comes from.</summary>
/// <param name="Source">Which kind of model, as health answers name it: <c>azure-openai</c>, <c>openai-compatible</c>.</param>
/// <param name="Model">The deployment or model that was asked.</param>
/// <param name="PromptVersion">The name and version of the instructions: <c>company-overview.v2</c>.</param>
/// <param name="InputTokens">
/// Tokens of the question, shared by all insights of one answer; <see langword="null"/> where the model does not say.
/// </param>
/// <param name="OutputTokens">Tokens of the answer, likewise.</param>
/// <param name="GeneratedAt">When the model answered, to the millisecond.</param>
internal sealed record InsightOrigin(
    string Source, string Model, string PromptVersion, int? InputTokens, int? OutputTokens, DateTimeOffset GeneratedAt);
