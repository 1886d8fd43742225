namespace DealInsights.LoadTest.Results;

/// <summary>
/// Whether resident memory stays flat: the median of the last quarter of the requests beside that of the third.
/// </summary>
/// <remarks>
/// Not the first half: there a bounded cache may fill, the heap finds its size and methods are compiled, which all is
/// growth that ends. What still grows in the second half, by more than <see cref="AllowedGrowth"/> from quarter to
/// quarter, would go on growing. Medians, because a garbage collection or its absence moves single samples by far more.
/// So the deals have to be at least twice as many as the service's caches hold; and the more there are, the smaller a
/// leak this can see (<see cref="SmallestVisibleGrowth"/>).
/// </remarks>
internal sealed record MemoryTrend
{
    /// <summary>The last quarter's median may lie so far above the third quarter's.</summary>
    public const double AllowedGrowth = 0.10;

    /// <summary>In each of the two quarters; the median of fewer is chance.</summary>
    public const int RequiredSamples = 5;

    /// <summary>The median resident memory in bytes while the third quarter of the requests was answered.</summary>
    public required double ThirdQuarter { get; init; }

    /// <summary>The median resident memory in bytes while the last quarter of the requests was answered.</summary>
    public required double LastQuarter { get; init; }

    /// <summary>How many deals lie between the middles of the two quarters.</summary>
    public required double DealsBetween { get; init; }

    /// <summary>0.02: the last quarter lies 2 % above the third.</summary>
    public double Growth => (LastQuarter / ThirdQuarter) - 1;

    public bool IsFlat => LastQuarter <= ThirdQuarter * (1 + AllowedGrowth);

    /// <summary>In bytes; negative when memory was given back.</summary>
    public double GrowthPerDeal => (LastQuarter - ThirdQuarter) / DealsBetween;

    /// <summary>A leak of fewer bytes a deal would have passed as flat.</summary>
    public double SmallestVisibleGrowth => ThirdQuarter * AllowedGrowth / DealsBetween;

    /// <returns>Null when a quarter has too few samples.</returns>
    public static MemoryTrend? Of(IReadOnlyList<ProcessSample> samples, int requests, int deals)
    {
        var third = Between(samples, requests * 0.5, requests * 0.75);
        var last = Between(samples, requests * 0.75, requests);

        return Math.Min(third.Count, last.Count) < RequiredSamples
            ? null
            : new MemoryTrend
            {
                ThirdQuarter = Median.Of(third),
                LastQuarter = Median.Of(last),
                DealsBetween = deals / 4.0,
            };
    }

    private static List<double> Between(IReadOnlyList<ProcessSample> samples, double above, double upTo) =>
    [
        .. samples
            .Where(sample => !sample.IsSettling && sample.Answered > above && sample.Answered <= upTo)
            .Select(sample => (double)sample.ResidentBytes),
    ];
}
