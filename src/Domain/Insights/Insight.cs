namespace DealInsights.Domain.Insights;

/// <summary>Something concluded rather than recorded, with who concluded it. An insight made of several parts names the
/// least trusted of them, and the time of the oldest.</summary>
/// <param name="Value">What was concluded.</param>
/// <param name="Source">Who concluded it.</param>
/// <param name="GeneratedAt">When.</param>
public sealed record Insight<T>(T Value, InsightSource Source, DateTimeOffset GeneratedAt);
