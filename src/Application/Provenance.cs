using DealInsights.Domain.Insights;

namespace DealInsights.Application;

/// <summary>Where an insight comes from and how fresh it is.</summary>
/// <param name="AsOf">
/// The time of the newest data behind the insight, UTC: the latest meeting, or the assessment's time;
/// <see langword="null"/> when that has no readable date.
/// </param>
/// <param name="GeneratedAt">When the insight was generated.</param>
/// <param name="Origin">Who generated it, and whether for this response.</param>
public sealed record Provenance(DateTime? AsOf, DateTimeOffset GeneratedAt, InsightSource Origin);
