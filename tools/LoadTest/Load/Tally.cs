using System.Runtime.InteropServices;

namespace DealInsights.LoadTest.Load;

/// <summary>Collects outcomes. Latencies are those of successful requests only. Not safe for concurrent use.</summary>
internal sealed class Tally
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Failed requests by kind: <c>status 503</c>, <c>timeout</c>, <c>ConnectionError</c>.</summary>
    public SortedDictionary<string, int> Failures { get; } = new(StringComparer.Ordinal);

    /// <summary>Successful requests by <c>X-Insight-Source</c>.</summary>
    public SortedDictionary<string, int> Sources { get; } = new(StringComparer.Ordinal);

    public int Succeeded => _milliseconds.Count;

    public int Failed => Failures.Values.Sum();

    public void Record(in RequestOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            Failures[failure] = Failures.GetValueOrDefault(failure) + 1;
            return;
        }

        _milliseconds.Add(outcome.Latency.TotalMilliseconds);
        if (outcome.InsightSource is { } source)
        {
            Sources[source] = Sources.GetValueOrDefault(source) + 1;
        }
    }

    /// <summary>Adds what another tally collected.</summary>
    public void Add(Tally other)
    {
        _milliseconds.AddRange(CollectionsMarshal.AsSpan(other._milliseconds));
        AddCounts(Failures, other.Failures);
        AddCounts(Sources, other.Sources);
    }

    public static Tally Sum(IEnumerable<Tally> tallies)
    {
        var sum = new Tally();
        foreach (var tally in tallies)
        {
            sum.Add(tally);
        }

        return sum;
    }

    /// <summary>Returns a percentile of the latencies in milliseconds; null when no request succeeded.</summary>
    public double? Percentile(double percent)
    {
        _milliseconds.Sort();
        return Statistics.Percentile(_milliseconds, percent);
    }

    private static void AddCounts(SortedDictionary<string, int> counts, SortedDictionary<string, int> others)
    {
        foreach (var (name, count) in others)
        {
            counts[name] = counts.GetValueOrDefault(name) + count;
        }
    }
}
