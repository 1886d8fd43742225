using System.Runtime.InteropServices;
using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Measurement;

/// <summary>
/// What came back from a number of requests. Latencies are those of the good answers alone: a refused request is
/// quick, and would make an overloaded server look fast. Not safe for concurrent use.
/// </summary>
internal sealed class RequestTally
{
    public LatencyHistogram Latency { get; } = new();

    /// <summary>The server's own <c>X-Response-Time</c> of the good answers that carried it.</summary>
    public LatencyHistogram ServerTime { get; } = new();

    public Dictionary<int, long> Statuses { get; } = [];

    /// <summary>Failures by kind: <c>status 503</c>, <c>content type text/html</c>, <c>ConnectionError</c>.</summary>
    public Dictionary<string, long> Errors { get; } = [];

    /// <summary>Good answers by the <c>X-Insight-Source</c> they named; those without it are not counted.</summary>
    public Dictionary<string, long> InsightSources { get; } = [];

    public long Failed => Errors.Values.Sum();

    public long Requests => Latency.Count + Failed;

    public void Record(in RequestOutcome outcome)
    {
        if (outcome.Status is { } status)
        {
            CountOne(Statuses, status);
        }

        if (outcome.Failure is { } failure)
        {
            CountOne(Errors, failure);
            return;
        }

        Latency.Record(outcome.Latency);
        if (outcome.ServerTime is { } serverTime)
        {
            ServerTime.Record(serverTime);
        }

        if (outcome.InsightSource is { } source)
        {
            CountOne(InsightSources, source);
        }
    }

    /// <summary>Adds all that another tally counted.</summary>
    public void Add(RequestTally other)
    {
        Latency.Add(other.Latency);
        ServerTime.Add(other.ServerTime);
        AddAll(Statuses, other.Statuses);
        AddAll(Errors, other.Errors);
        AddAll(InsightSources, other.InsightSources);
    }

    private static void CountOne<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;

    private static void AddAll<TKey>(Dictionary<TKey, long> counts, Dictionary<TKey, long> others)
        where TKey : notnull
    {
        foreach (var (key, count) in others)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += count;
        }
    }
}
