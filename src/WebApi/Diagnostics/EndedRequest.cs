using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Diagnostics;

/// <summary>What the record keeps of one request that ended.</summary>
/// <param name="Duration">From its first byte being read to its end.</param>
/// <param name="Status">The status it was answered with; <see langword="null"/> when the caller left.</param>
/// <param name="Queries">The queries it asked; none for health, documents and what was refused before.</param>
/// <param name="Database">How long at least one call to the database was in flight; <see langword="null"/> without any.</param>
/// <param name="Model">How long at least one call to the language model was; <see langword="null"/> without any.</param>
/// <param name="Source">Who produced its insight, as the header says; <see langword="null"/> for an answer without one.</param>
internal readonly record struct EndedRequest(
    TimeSpan Duration,
    int? Status,
    IReadOnlyList<QueryTiming> Queries,
    TimeSpan? Database,
    TimeSpan? Model,
    string? Source);

/// <summary>One of the slowest requests. Names no deal.</summary>
internal readonly record struct SlowRequest(
    DateTimeOffset EndedAt, string Query, QueryOutcome Outcome, TimeSpan Duration, TimeSpan? Database, TimeSpan? Model, string TraceId);

/// <summary>How requests ended, for those who do not want to know every status.</summary>
internal enum Ending
{
    Answered,
    Refused,
    TooMany,
    Unavailable,
    Failed,
    Cancelled,
}
