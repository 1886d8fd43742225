using DealInsights.LoadTest.Report.Svg;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.Report;

/// <summary>The figures of a soak and of a crowded run.</summary>
internal static class ScenarioPlots
{
    /// <summary>More than a screen has columns; a soak of a night has tens of thousands of samples.</summary>
    private const int MostPoints = 600;

    /// <summary>Resident memory over time, the pause after the load as a line of its own.</summary>
    public static string SoakMemory(SoakResult soak)
    {
        var lines = soak.Samples
            .GroupBy(sample => sample.IsSettling)
            .OrderBy(group => group.Key)
            .Select(group => new PlotLine(
                group.Key ? "in the pause after" : "while it is asked",
                [Thinned([.. group.Select(sample => (sample.Seconds, SoakWording.Mebibytes(sample.ResidentBytes)))])]))
            .ToList();
        const string Title = "Resident memory over time";

        return HtmlPlots.Figure(Title, "The whole process: heap, code, and what the runtime keeps.", LinePlot.Draw(
            Title,
            SoakWording.Verdict(soak),
            Axis.Linear("seconds", soak.Samples[^1].Seconds),
            Axis.Linear("MiB", soak.Samples.Max(sample => SoakWording.Mebibytes(sample.ResidentBytes))),
            lines));
    }

    /// <summary>Requests a second from sample to sample; nothing when there are too few samples.</summary>
    public static string SoakThroughput(SoakResult soak)
    {
        var asked = soak.Samples.Where(sample => !sample.IsSettling).ToList();
        var pairs = asked
            .Zip(asked.Skip(1), (from, to) => (From: from, To: to, Seconds: to.Seconds - from.Seconds))
            .ToList();
        // The last sample follows its neighbor at once, and a rate over so short a time says nothing.
        var shortest = Median.Of(pairs.Select(pair => pair.Seconds)) / 2;
        var rates = pairs
            .Where(pair => pair.Seconds > shortest)
            .Select(pair => (X: pair.To.Seconds, Y: (pair.To.Answered - pair.From.Answered) / pair.Seconds))
            .ToList();
        const string Title = "Requests per second over time";

        return rates.Count < 2
            ? ""
            : HtmlPlots.Figure(Title, "From sample to sample, failed requests included.", LinePlot.Draw(
                Title,
                SoakWording.Summary(soak),
                Axis.Linear("seconds", rates[^1].X),
                Axis.Linear("requests/s", rates.Max(rate => rate.Y)),
                [new PlotLine("requests/s", [Thinned(rates)])]));
    }

    /// <summary>Latency by percentile of stored answers, alone and crowded.</summary>
    public static string CrowdedLatency(CrowdedResult crowded) => HtmlPlots.Latency(
        "Latency by percentile: stored answers",
        "All rounds together; the crowd's own requests are not in it.",
        [.. Line("alone", crowded.Alone), .. Line("crowded", crowded.Crowded)]);

    private static IEnumerable<(string Name, LatencySummary Latency)> Line(string name, SustainedResult? series) =>
        series is null ? [] : [(name, series.Answers.Latency)];

    // Of neighbors that share a column the highest, because a peak is what one looks for.
    private static List<(double X, double Y)> Thinned(List<(double X, double Y)> points) =>
        [.. points.Chunk(1 + (points.Count / MostPoints)).Select(neighbors => neighbors.MaxBy(point => point.Y))];
}
