namespace DealInsights.Domain.Insights;

/// <summary>
/// A conclusion with its source. An insight made of several parts names the least trusted source and the oldest time.
/// </summary>
/// <param name="Value">The conclusion.</param>
/// <param name="Source">Its source.</param>
/// <param name="GeneratedAt">When it was generated.</param>
public sealed record Insight<T>(T Value, InsightSource Source, DateTimeOffset GeneratedAt);
