namespace DealInsights.Domain.Insights;

/// <summary>Something concluded rather than recorded, with who concluded it.</summary>
public sealed record Insight<T>(T Value, InsightSource Source);
