using System.Net;
using DealInsights.LoadTest.Report.Svg;
using DealInsights.LoadTest.Results;
using DealInsights.LoadTest.Targets;

namespace DealInsights.LoadTest.Report;

/// <summary>Turns results into the report's figures.</summary>
internal static class HtmlPlots
{
    /// <summary>Latency by percentile, one line for each burst size.</summary>
    public static string BurstLatency(IReadOnlyList<BurstResult> bursts) => Latency(
        "Latency by percentile: bursts",
        "Each request's own latency. A line ends where there were too few requests to say more.",
        [.. bursts.Select(burst => (Wording.Invariant($"{burst.AtOnce} at once"), burst.Answers.Latency))]);

    /// <summary>Latency by percentile, one line for each endpoint.</summary>
    public static string BurstLatencyByEndpoint(BurstResult burst) => Latency(
        Wording.Invariant($"Latency by percentile: {burst.AtOnce} at once, by endpoint"),
        "The endpoints share the burst.",
        [.. burst.ByEndpoint.Select(endpoint => (endpoint.Key, endpoint.Value.Latency))]);

    /// <summary>Latency by percentile, one line for each server or endpoint under sustained load.</summary>
    public static string SustainedLatency(IReadOnlyList<SustainedResult> sustained) => Latency(
        "Latency by percentile: sustained",
        "All rounds together.",
        [.. sustained.Select(series => (series.Name, series.Answers.Latency))]);

    /// <summary>Answers a second over the whole of the sustained part, in which the servers take turns.</summary>
    public static string Throughput(IReadOnlyList<SustainedResult> sustained)
    {
        var lines = sustained
            .Select(series => new PlotLine(series.Name, [.. series.Rounds.Select(Stroke)]))
            .ToList();
        var points = lines.SelectMany(line => line.Strokes).SelectMany(stroke => stroke).ToList();
        const string Title = "Throughput over time";

        return points.Count == 0
            ? ""
            : Figure(Title, "Good answers a second; a gap between two lines is the other server's turn.", LinePlot.Draw(
                Title,
                string.Join("; ", sustained.Select(series => $"{series.Name}: {Wording.Throughput(series)}/s")),
                Axis.Linear("seconds", points.Max(point => point.X)),
                Axis.Linear("requests/s", points.Max(point => point.Y)),
                lines));
    }

    /// <summary>Requests a second as bars, with the part of the bare server's that is to be reached.</summary>
    public static string ThroughputBars(LoadTestResult result)
    {
        var bars = result.Sustained
            .Select(series => new Bar(
                series.Name, series.RequestsPerSecond, series.SlowestRound, series.FastestRound,
                Wording.Count(series.RequestsPerSecond), RequiredRate(series, result.Sustained)))
            .ToList();
        const string Title = "Requests per second";
        var targets = result.Comparisons.Select(comparison =>
            $" The dashed mark is {comparison.Target.Words} of the bare server's, the target of "
            + $"{comparison.Target.Endpoint}.");

        return bars.All(bar => bar.Highest <= 0)
            ? ""
            : Figure(Title, "Median of the rounds; the whisker spans the slowest and the fastest."
                + string.Concat(targets), BarChart.Draw(Title, Describe(bars), bars));
    }

    /// <summary>The servers' processor time a request as bars; nothing when no server's process is known.</summary>
    public static string CpuBars(IReadOnlyList<SustainedResult> sustained)
    {
        var bars = sustained
            .Where(series => series.ServerCpuPerRequest > 0)
            .Select(series => new Bar(
                series.Name,
                series.ServerCpuPerRequest!.Value,
                series.Rounds.Min(round => round.ServerCpuPerRequest) ?? 0,
                series.Rounds.Max(round => round.ServerCpuPerRequest) ?? 0,
                Wording.CpuTime(series.ServerCpuPerRequest)))
            .ToList();
        const string Title = "Server's processor time per request";

        return bars.Count == 0
            ? ""
            : Figure(Title, "Shorter is better. The generator's time is not in it.",
                BarChart.Draw(Title, Describe(bars), bars));
    }

    private static double? RequiredRate(SustainedResult service, IReadOnlyList<SustainedResult> all) =>
        service.IsBaseline
            ? null
            : all.FirstOrDefault(series => series.IsBaseline && series.Endpoint == service.Endpoint)?.RequestsPerSecond
                * BaselineTarget.For(service.Endpoint)?.RequiredRatio;

    /// <summary>Latency by percentile, one line for each name; nothing where there were too few requests.</summary>
    public static string Latency(
        string title, string caption, IReadOnlyList<(string Name, LatencySummary Latency)> all)
    {
        var measured = all.Where(one => one.Latency.Curve.Count > 1).ToList();
        if (measured.Count == 0)
        {
            return "";
        }

        var points = measured.SelectMany(one => one.Latency.Curve).ToList();
        return Figure(title, caption, LinePlot.Draw(
            title,
            string.Join("; ", measured.Select(one =>
                $"{one.Name}: p50 {Wording.Time(one.Latency.P50)}, p99 {Wording.Time(one.Latency.P99)}")),
            Axis.Percentiles("percentile", points.Max(point => point.Percentile)),
            Axis.Logarithmic("ms", points.Min(point => point.Milliseconds), points.Max(point => point.Milliseconds)),
            [.. measured.Select(one => new PlotLine(
                one.Name, [[.. one.Latency.Curve.Select(point => (point.Percentile, point.Milliseconds))]]))]));
    }

    private static IReadOnlyList<(double X, double Y)> Stroke(SustainedRound round) =>
        [.. round.Timeline.Select((rate, slice) => (round.StartedAt + ((slice + 0.5) * round.Slice), rate))];

    private static string Describe(IEnumerable<Bar> bars) =>
        string.Join("; ", bars.Select(bar => $"{bar.Name}: {bar.Text}"));

    /// <summary>A drawing with its title and what is to be known to read it.</summary>
    public static string Figure(string title, string caption, string drawing) =>
        $"<figure>\n<h3>{WebUtility.HtmlEncode(title)}</h3>\n{drawing}"
        + $"<figcaption>{WebUtility.HtmlEncode(caption)}</figcaption>\n</figure>\n";
}
