namespace DealInsights.LoadTest.Results;

/// <summary>The middle value, which one disturbed round does not move.</summary>
internal static class Median
{
    /// <returns>The mean of the two middle values when their number is even; zero when there are none.</returns>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count == 0 ? 0
            : sorted.Count % 2 == 1 ? sorted[middle]
            : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <returns>Null when no value is known.</returns>
    public static double? OfKnown(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        return known.Count > 0 ? Of(known) : null;
    }
}
