using DealInsights.LoadTest.Measurement;

namespace DealInsights.LoadTest.Results;

/// <summary>A percentile and the milliseconds that it stands for.</summary>
internal sealed record PercentilePoint(double Percentile, double Milliseconds);

/// <summary>The latencies of a number of good answers, in milliseconds.</summary>
internal sealed record LatencySummary(long Count, double Mean, double P50, double P95, double P99, double Max)
{
    private static readonly double[] CurvePercentiles =
        [1, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99];

    /// <summary>The points of a plot, up to the last percentile that the count still supports.</summary>
    public required IReadOnlyList<PercentilePoint> Curve { get; init; }

    public static LatencySummary Of(LatencyHistogram latencies) => new(
        latencies.Count,
        latencies.Mean.TotalMilliseconds,
        latencies.Percentile(50).TotalMilliseconds,
        latencies.Percentile(95).TotalMilliseconds,
        latencies.Percentile(99).TotalMilliseconds,
        latencies.Max.TotalMilliseconds)
    {
        // The 99.9th percentile of ten requests would be the slowest one under a grander name.
        Curve =
        [
            .. CurvePercentiles
                .Where(percentile => latencies.Count * (100 - percentile) >= 100)
                .Select(percentile =>
                    new PercentilePoint(percentile, latencies.Percentile(percentile).TotalMilliseconds)),
        ],
    };
}
