using DealInsights.LoadTest.Measurement;

namespace DealInsights.LoadTest.Results;

/// <summary>What a number of requests came to, ready to be shown.</summary>
internal sealed record AnswerSummary
{
    public required long Requests { get; init; }

    public required LatencySummary Latency { get; init; }

    /// <summary>The middle of what the server reported as <c>X-Response-Time</c>; null when it reported none.</summary>
    public required double? ServerP50 { get; init; }

    public required IReadOnlyDictionary<int, long> Statuses { get; init; }

    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    public required IReadOnlyDictionary<string, long> InsightSources { get; init; }

    public long Failed => Errors.Values.Sum();

    public static AnswerSummary Of(RequestTally tally) => new()
    {
        Requests = tally.Requests,
        Latency = LatencySummary.Of(tally.Latency),
        ServerP50 = tally.ServerTime.Count > 0 ? tally.ServerTime.Percentile(50).TotalMilliseconds : null,
        Statuses = tally.Statuses,
        Errors = tally.Errors,
        InsightSources = tally.InsightSources,
    };
}
