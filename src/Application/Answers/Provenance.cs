using DealInsights.Domain.Insights;

namespace DealInsights.Application.Answers;

/// <summary>Where an insight comes from and how fresh it is.</summary>
/// <param name="AsOf">
/// The time of the newest that it rests on, UTC: the latest meeting, or the day of the assessment;
/// <see langword="null"/> when that has no readable date.
/// </param>
/// <param name="GeneratedAt">When it was concluded.</param>
/// <param name="Origin">Who concluded it, and whether for this answer.</param>
public sealed record Provenance(DateTime? AsOf, DateTimeOffset GeneratedAt, InsightSource Origin)
{
    /// <summary>
    /// Whether the answer is the best there can be at the moment: not of older data, and not the rules' in place of a
    /// model that failed. One that is not is better asked for again.
    /// </summary>
    public bool IsSettled => Origin is { Freshness: not InsightFreshness.Stale, Reason: null };
}
