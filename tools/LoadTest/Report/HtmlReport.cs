using System.Net;
using System.Text;
using DealInsights.LoadTest.Results;
using DealInsights.LoadTest.Targets;

namespace DealInsights.LoadTest.Report;

/// <summary>Writes one file that opens without a network: styles and drawings are in it, and no scripts.</summary>
internal static class HtmlReport
{
    private const string Style = "DealInsights.LoadTest.Report.HtmlReport.css";

    private static readonly string[] BurstColumns =
        ["At once", "Requests", "p50", "p95", "p99", "Max", "Server's p50", "Whole burst, median / slowest", "Grade",
            "Errors"];

    private static readonly string[] SustainedColumns =
        ["Server", "Answered by", "Requests/s, median (range)", "p50", "p95", "p99", "Max", "Server's p50",
            "Server CPU/request", "Generator CPU/request", "Errors"];

    public static string Write(LoadTestResult result)
    {
        var html = new StringBuilder();
        html.Append(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>DealInsights load test</title>
            <style>
            {ReadStyle()}</style>
            </head>
            <body>

            """);
        WriteHeader(html, result.Facts);
        if (result.Comparisons.Count > 0)
        {
            WriteVerdicts(html, result.Comparisons);
        }

        foreach (var comparison in result.Costs)
        {
            html.Append($"<p class=\"verdict {(comparison.IsMet ? "good" : "bad")}\">{Encode(Wording.Verdict(comparison))}</p>\n");
        }

        if (result.Bursts.Count > 0)
        {
            WriteBursts(html, result.Bursts);
        }

        if (result.Sustained.Count > 0)
        {
            WriteSustained(html, result);
        }

        WriteSources(html, result);
        if (result.Crowded is { } crowded)
        {
            HtmlScenarios.WriteCrowded(html, crowded);
        }

        if (result.Streams is { } streams)
        {
            HtmlScenarios.WriteStreams(html, streams);
        }

        if (result.Soak is { } soak)
        {
            HtmlScenarios.WriteSoak(html, soak);
        }

        if (result.Bursts.Count > 0)
        {
            WriteTargets(html);
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void WriteHeader(StringBuilder html, RunFacts facts)
    {
        html.Append("<h1>DealInsights load test</h1>\n");
        if (facts.EndedEarly)
        {
            html.Append("<p class=\"poor\">Ended early: these are the results until then.</p>\n");
        }

        html.Append("<dl class=\"facts\">\n");
        WriteFact(html, "Run", Wording.Invariant($"{facts.StartedAt:yyyy-MM-dd HH:mm} UTC"));
        WriteFact(html, "Service", facts.BaseAddress.ToString());
        WriteFact(html, "Deals", Wording.Count(facts.Deals));
        WriteFact(html, "Machine", $"{Wording.Count(facts.Cores)} cores, {facts.Architecture}");
        WriteFact(html, "System", facts.OperatingSystem);
        WriteFact(html, "Runtime", facts.Runtime);
        html.Append("</dl>\n");
    }

    private static void WriteFact(StringBuilder html, string name, string value) =>
        html.Append($"<div><dt>{name}</dt><dd>{WebUtility.HtmlEncode(value)}</dd></div>\n");

    private static void WriteVerdicts(StringBuilder html, IReadOnlyList<BaselineComparison> comparisons)
    {
        html.Append("<h2>Service beside bare Kestrel</h2>\n");
        foreach (var comparison in comparisons)
        {
            var style = comparison.IsMet ? "good" : "bad";
            html.Append($"<p class=\"verdict {style}\">{Encode(Wording.Verdict(comparison))}</p>\n");
        }

        html.Append($"<p>{Encode(Wording.SharedCores)}</p>\n");
    }

    private static void WriteBursts(StringBuilder html, IReadOnlyList<BurstResult> bursts)
    {
        html.Append($"<h2>Bursts over the four endpoints</h2>\n<p class=\"quiet\">{Encode(Wording.HowBursts)}</p>\n");
        html.Append(HtmlTable.Write("Bursts", BurstColumns, bursts.Select(burst => (IReadOnlyList<HtmlCell>)
        [
            Wording.Count(burst.AtOnce),
            .. Numbers(burst.Answers),
            Wording.WholeBurst(burst),
            new HtmlCell(Wording.Grade(burst), burst.Answers.Failed > 0 ? "bad" : ClassOf(burst.Grade)),
            Errors(burst.Answers),
        ])));
        html.Append("<div class=\"plots\">\n")
            .Append(HtmlPlots.BurstLatency(bursts))
            .Append(HtmlPlots.BurstLatencyByEndpoint(bursts[^1]))
            .Append("</div>\n");
    }

    private static void WriteSustained(StringBuilder html, LoadTestResult result)
    {
        var facts = result.Facts;
        html.Append("<h2>Sustained load</h2>\n<p class=\"quiet\">");
        html.Append(Wording.Invariant(
            $"{facts.Connections} connections, each sending its next request when the last is answered, in rounds of "));
        html.Append(Wording.Invariant($"{facts.RoundSeconds:0.#} s that take turns.</p>\n"));
        html.Append(HtmlTable.Write("Sustained load", SustainedColumns, result.Sustained.Select(series =>
            (IReadOnlyList<HtmlCell>)
            [
                series.Name,
                Wording.AnsweredBy(series.Answers),
                Wording.Throughput(series),
                .. Numbers(series.Answers).Skip(1),
                Wording.CpuTime(series.ServerCpuPerRequest),
                Wording.CpuTime(series.GeneratorCpuPerRequest),
                Errors(series.Answers),
            ])));
        html.Append("<div class=\"plots\">\n")
            .Append(HtmlPlots.ThroughputBars(result))
            .Append(HtmlPlots.CpuBars(result.Sustained))
            .Append(HtmlPlots.Throughput(result.Sustained))
            .Append(HtmlPlots.SustainedLatency(result.Sustained))
            .Append("</div>\n");
    }

    private static void WriteSources(StringBuilder html, LoadTestResult result)
    {
        var sources = Wording.InsightSources(result).ToList();
        if (sources.Count == 0)
        {
            return;
        }

        html.Append("<h2>Who answered</h2>\n<p class=\"quiet\">By the header X-Insight-Source.</p>\n<ul>\n");
        foreach (var source in sources)
        {
            html.Append($"<li>{Encode(source)}</li>\n");
        }

        html.Append("</ul>\n");
    }

    private static void WriteTargets(StringBuilder html)
    {
        html.Append("<h2>Targets</h2>\n<p class=\"quiet\">For the whole of a burst. ");
        html.Append("Between acceptable and slow a burst is graded beyond acceptable; 100 at once has no target.</p>\n");
        html.Append(HtmlTable.Write(
            "Targets", ["At once", "Target", "Acceptable", "Slow"], BurstTarget.Contract.Select(target =>
                (IReadOnlyList<HtmlCell>)
                [
                    Wording.Count(target.AtOnce),
                    $"< {Wording.Time(target.Target)}",
                    $"< {Wording.Time(target.Acceptable)}",
                    $"> {Wording.Time(target.Slow)}",
                ])));
    }

    private static IEnumerable<HtmlCell> Numbers(AnswerSummary answers) =>
    [
        Wording.Count(answers.Requests),
        Wording.Time(answers.Latency.P50),
        Wording.Time(answers.Latency.P95),
        Wording.Time(answers.Latency.P99),
        Wording.Time(answers.Latency.Max),
        Wording.ServerTime(answers),
    ];

    private static HtmlCell Errors(AnswerSummary answers) =>
        new(Wording.Errors(answers), answers.Failed > 0 ? "wrap bad" : null);

    private static string? ClassOf(Grade? grade) => grade switch
    {
        Grade.Target => "good",
        Grade.Acceptable => "fair",
        Grade.BeyondAcceptable => "poor",
        Grade.Slow => "bad",
        _ => null,
    };

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(Style)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
