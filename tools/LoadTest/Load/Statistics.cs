namespace DealInsights.LoadTest.Load;

/// <summary>Percentiles of samples, and ratios of paired rounds.</summary>
internal static class Statistics
{
    /// <summary>Returns the smallest sample that at least <paramref name="percent"/> percent do not exceed.</summary>
    /// <param name="sorted">Samples in ascending order.</param>
    /// <param name="percent">From 0 to 100.</param>
    /// <returns>Null without samples.</returns>
    public static double? Percentile(IReadOnlyList<double> sorted, double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var rank = (int)Math.Ceiling(percent / 100 * sorted.Count);
        return sorted.Count == 0 ? null : sorted[Math.Max(rank, 1) - 1];
    }

    /// <summary>Returns the middle value, or the mean of the two middle ones; null without values.</summary>
    public static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Divides round by round, so that what slows the machine for a while hits both sides of a ratio.</summary>
    public static IReadOnlyList<double> Ratios(IEnumerable<double> rounds, IEnumerable<double> baselineRounds) =>
        [.. rounds.Zip(baselineRounds).Where(pair => pair.Second > 0).Select(pair => pair.First / pair.Second)];
}
