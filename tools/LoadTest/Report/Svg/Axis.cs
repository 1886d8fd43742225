namespace DealInsights.LoadTest.Report.Svg;

/// <summary>One direction of a plot: where a value lies on it, from 0 to 1, and which values are marked.</summary>
internal sealed record Axis(
    string Label, IReadOnlyList<(double Value, string Text)> Ticks, Func<double, double> PositionOf)
{
    private const int WantedTicks = 5;
    private static readonly double[] NiceSteps = [1, 2, 2.5, 5, 10];
    private static readonly double[] LogSteps = [1, 3];

    /// <summary>From 0 to a round number at or above <paramref name="highest"/>.</summary>
    public static Axis Linear(string label, double highest)
    {
        var step = NiceStep(Math.Max(highest, double.Epsilon) / WantedTicks);
        var count = (int)Math.Max(1, Math.Ceiling((highest / step) - 1e-9));
        var end = count * step;
        return new Axis(
            label,
            [.. Enumerable.Range(0, count + 1).Select(tick => (tick * step, NumberText(tick * step)))],
            value => value / end);
    }

    /// <summary>From one to the other of the steps 1, 3, 10, 30 … that enclose the values.</summary>
    public static Axis Logarithmic(string label, double lowest, double highest)
    {
        var steps = Enumerable.Range(-3, 10)
            .SelectMany(power => LogSteps.Select(step => step * Math.Pow(10, power)))
            .ToList();
        var start = steps.LastOrDefault(step => step <= lowest, steps[0]);
        var end = steps.FirstOrDefault(step => step >= highest && step > start, steps[^1]);
        return new Axis(
            label,
            [.. steps.Where(step => step >= start && step <= end).Select(step => (step, NumberText(step)))],
            value => Math.Log(Math.Clamp(value, start, end) / start) / Math.Log(end / start));
    }

    /// <summary>Percentiles, each further nine as wide as the last, so that the slow end is not squeezed.</summary>
    public static Axis Percentiles(string label, double highest)
    {
        (double, string)[] known =
            [(0, "0"), (50, "50"), (90, "90"), (99, "99"), (99.9, "99.9"), (99.99, "99.99")];
        var end = known.FirstOrDefault(tick => tick.Item1 >= highest, known[^1]).Item1;
        return new Axis(
            label, [.. known.Where(tick => tick.Item1 <= end)], value => Nines(Math.Min(value, end)) / Nines(end));
    }

    private static double Nines(double percentile) => -Math.Log10(1 - (percentile / 100));

    private static double NiceStep(double roughly)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(roughly)));
        return magnitude * NiceSteps.First(step => step * magnitude >= roughly);
    }

    private static string NumberText(double value) => value >= 10_000
        ? Wording.Invariant($"{value / 1000:#,0.##}k")
        : Wording.Invariant($"{value:#,0.###}");
}
