namespace DealInsights.Domain.Concerns;

/// <summary>The assessments recorded of one deal.</summary>
/// <param name="Concerns">In stored order; may be empty.</param>
/// <param name="AssessedAt">When they were recorded, UTC; <see langword="null"/> when that is not known.</param>
public sealed record ConcernRecord(IReadOnlyList<Concern> Concerns, DateTime? AssessedAt);
