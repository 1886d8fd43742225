using DealInsights.LoadTest.Measurement;

namespace DealInsights.LoadTest.Results;

/// <summary>What a number of requests came to, ready to be shown.</summary>
internal sealed record AnswerSummary
{
    /// <summary>Stands for the answers without <c>X-Insight-Source</c>.</summary>
    public const string NoSource = "no header";

    /// <summary>The service answered what it had kept.</summary>
    public const string StoredSource = "stored";

    /// <summary>The language model was asked.</summary>
    public const string ModelSource = "model";

    public required long Requests { get; init; }

    public required LatencySummary Latency { get; init; }

    /// <summary>The middle of what the server reported as <c>X-Response-Time</c>; null when it reported none.</summary>
    public required double? ServerP50 { get; init; }

    public required IReadOnlyDictionary<int, long> Statuses { get; init; }

    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    public required IReadOnlyDictionary<string, long> InsightSources { get; init; }

    public long Failed => Errors.Values.Sum();

    /// <summary>
    /// The share of each <c>X-Insight-Source</c> in the good answers, largest first, and of those without it; empty
    /// when no answer named a source, as where nobody has to conclude anything.
    /// </summary>
    public IReadOnlyDictionary<string, double> InsightShares => InsightSources.Count == 0
        ? new Dictionary<string, double>()
        : InsightSources
            .Append(new(NoSource, Latency.Count - InsightSources.Values.Sum()))
            .Where(source => source.Value > 0)
            .OrderByDescending(source => source.Value)
            .ToDictionary(source => source.Key, source => (double)source.Value / Latency.Count);

    /// <summary>The share of the good answers that the service had kept, and did not ask the model for.</summary>
    public double StoredShare => ShareOf(StoredSource);

    /// <summary>The share of the good answers that the model gave.</summary>
    public double ModelShare => ShareOf(ModelSource);

    public static AnswerSummary Of(RequestTally tally) => new()
    {
        Requests = tally.Requests,
        Latency = LatencySummary.Of(tally.Latency),
        ServerP50 = tally.ServerTime.Count > 0 ? tally.ServerTime.Percentile(50).TotalMilliseconds : null,
        Statuses = tally.Statuses,
        Errors = tally.Errors,
        InsightSources = tally.InsightSources,
    };

    public static AnswerSummary OfAll(IEnumerable<RequestTally> tallies)
    {
        var all = new RequestTally();
        foreach (var tally in tallies)
        {
            all.Add(tally);
        }

        return Of(all);
    }

    private double ShareOf(string source) => InsightShares.GetValueOrDefault(source);
}
