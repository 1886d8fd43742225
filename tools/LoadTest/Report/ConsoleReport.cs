using DealInsights.LoadTest.Results;
using DealInsights.LoadTest.Targets;
using Spectre.Console;

namespace DealInsights.LoadTest.Report;

/// <summary>Prints the tables.</summary>
internal sealed class ConsoleReport(IAnsiConsole console)
{
    /// <summary>Into a file or pipe there is no window to fit, and a wrapped table can no longer be searched.</summary>
    private const int WidthWithoutTerminal = 200;

    public void Write(LoadTestResult result)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        if (result.Facts.EndedEarly)
        {
            console.MarkupLine("[yellow]Ended early: these are the results until then.[/]");
        }

        if (result.Bursts.Count > 0)
        {
            WriteBursts(result.Bursts);
        }

        if (result.Sustained.Count > 0)
        {
            WriteSustained(result);
        }

        foreach (var line in Wording.InsightSources(result))
        {
            console.MarkupLineInterpolated($"X-Insight-Source of {line}");
        }

        WriteVerdicts(result.Comparisons);
        foreach (var comparison in result.Costs)
        {
            console.WriteLine(Wording.Verdict(comparison), comparison.IsMet ? Color.Green : Color.Red);
        }

        if (result.Crowded is { } crowded)
        {
            ConsoleScenarios.WriteCrowded(console, crowded);
        }

        if (result.Streams is { } streams)
        {
            ConsoleScenarios.WriteStreams(console, streams);
        }

        if (result.Soak is { } soak)
        {
            ConsoleScenarios.WriteSoak(console, soak);
        }
    }

    private void WriteBursts(IReadOnlyList<BurstResult> bursts)
    {
        var table = ConsoleTable.New("Bursts over the four endpoints",
        [
            "at once", "requests", "p50", "p95", "p99", "max", "server's p50", "whole burst, median / slowest",
            "target / acceptable / slow", "grade", "errors",
        ]);
        foreach (var burst in bursts)
        {
            var latency = burst.Answers.Latency;
            table.AddRow(
                Text(Wording.Count(burst.AtOnce)),
                Text(Wording.Count(burst.Answers.Requests)),
                Text(Wording.Time(latency.P50)),
                Text(Wording.Time(latency.P95)),
                Text(Wording.Time(latency.P99)),
                Text(Wording.Time(latency.Max)),
                Text(Wording.ServerTime(burst.Answers)),
                Text(Wording.WholeBurst(burst)),
                Text(Wording.Limits(burst.Target)),
                Text(Wording.Grade(burst), ColorOf(burst.Grade)),
                Errors(burst.Answers));
        }

        console.Write(table);
    }

    private void WriteSustained(LoadTestResult result)
    {
        var facts = result.Facts;
        var title = Wording.Invariant(
            $"Sustained: {facts.Connections} connections, rounds of {facts.RoundSeconds:0.#} s");
        var table = ConsoleTable.New(title,
        [
            "server", "answered by", "requests/s, median (range)", "p50", "p95", "p99", "max", "server's p50",
            "server CPU/request", "generator CPU/request", "errors",
        ]);
        foreach (var series in result.Sustained)
        {
            var latency = series.Answers.Latency;
            table.AddRow(
                Text(series.Name),
                Text(Wording.AnsweredBy(series.Answers)),
                Text(Wording.Throughput(series)),
                Text(Wording.Time(latency.P50)),
                Text(Wording.Time(latency.P95)),
                Text(Wording.Time(latency.P99)),
                Text(Wording.Time(latency.Max)),
                Text(Wording.ServerTime(series.Answers)),
                Text(Wording.CpuTime(series.ServerCpuPerRequest)),
                Text(Wording.CpuTime(series.GeneratorCpuPerRequest)),
                Errors(series.Answers));
        }

        console.Write(table);
    }

    private void WriteVerdicts(IReadOnlyList<BaselineComparison> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            console.WriteLine(Wording.Verdict(comparison), comparison.IsMet ? Color.Green : Color.Red);
        }

        if (comparisons.Count > 0)
        {
            console.WriteLine(Wording.SharedCores);
        }
    }

    private static Text Errors(AnswerSummary answers) =>
        Text(Wording.Errors(answers), answers.Failed > 0 ? Color.Red : Color.Default);

    private static Text Text(string text, Color? color = null) => ConsoleTable.Text(text, color);

    private static Color ColorOf(Grade? grade) => grade switch
    {
        Grade.Target => Color.Green,
        Grade.Acceptable => Color.Yellow,
        Grade.BeyondAcceptable => Color.Orange1,
        Grade.Slow => Color.Red,
        _ => Color.Default,
    };
}
