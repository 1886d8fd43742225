using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>
/// Compares the last quarter of a soak with the third. Growth in the first half is expected: caches fill, the heap finds
/// its size, methods are compiled. Medians, because a garbage collection moves single samples by more than a leak does.
/// </summary>
internal sealed record MemoryTrend(string Name, double ThirdQuarter, double LastQuarter)
{
    public const double AllowedGrowth = 1.1;

    private const int RequiredSamples = 4;

    /// <summary>1.02: the last quarter is 2 % above the third.</summary>
    public double Growth => LastQuarter / ThirdQuarter;

    /// <summary>Returns the trends of resident memory and of the managed heap; none with too few samples.</summary>
    public static IReadOnlyList<MemoryTrend> Of(IReadOnlyList<MemorySample> samples)
    {
        var half = samples.Count / 2;
        var threeQuarters = samples.Count * 3 / 4;
        if (threeQuarters - half < RequiredSamples)
        {
            return [];
        }

        return [Trend("resident MiB", sample => sample.ResidentMebibytes), Trend("GC heap MiB", sample => sample.HeapMebibytes)];

        MemoryTrend Trend(string name, Func<MemorySample, double> valueOf) => new(
            name,
            Statistics.Median(samples.Take(half..threeQuarters).Select(valueOf))!.Value,
            Statistics.Median(samples.Skip(threeQuarters).Select(valueOf))!.Value);
    }
}
