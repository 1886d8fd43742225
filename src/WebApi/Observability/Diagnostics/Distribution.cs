namespace DealInsights.WebApi.Observability.Diagnostics;

/// <summary>
/// Counts durations in logarithmic buckets, 16 per doubling, so that a percentile is within 2.2 % of the recorded value.
/// Not safe for concurrent use.
/// </summary>
internal sealed class Distribution
{
    private const int BucketsPerDoubling = 16;
    private const double Shortest = 1e-6;

    private readonly Dictionary<int, long> _counts = [];

    public long Count { get; private set; }

    /// <summary>The sum of all durations in seconds.</summary>
    public double Sum { get; private set; }

    /// <summary>The longest duration in seconds.</summary>
    public double Max { get; private set; }

    public void Record(double seconds)
    {
        var bucket = (int)Math.Floor(Math.Log2(Math.Max(seconds, Shortest)) * BucketsPerDoubling);
        _counts[bucket] = _counts.GetValueOrDefault(bucket) + 1;
        Count++;
        Sum += seconds;
        Max = Math.Max(Max, seconds);
    }

    /// <summary>Adds everything that another distribution recorded.</summary>
    public void Add(Distribution other)
    {
        foreach (var (bucket, count) in other._counts)
        {
            _counts[bucket] = _counts.GetValueOrDefault(bucket) + count;
        }

        Count += other.Count;
        Sum += other.Sum;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>Returns the duration in seconds that this percentage of the recorded ones did not exceed; 0 for none.</summary>
    /// <param name="percentile">From 0 to 100.</param>
    public double Percentile(double percentile)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(percentile / 100 * Count));
        long seen = 0;
        foreach (var (bucket, count) in _counts.OrderBy(pair => pair.Key))
        {
            seen += count;
            if (seen >= rank)
            {
                return Math.Min(Math.Pow(2, (bucket + 0.5) / BucketsPerDoubling), Max);
            }
        }

        return 0;
    }
}
