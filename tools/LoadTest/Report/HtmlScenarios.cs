using System.Net;
using System.Text;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.Report;

/// <summary>Writes the sections on a soak, a crowded run and streams.</summary>
internal static class HtmlScenarios
{
    public static void WriteSoak(StringBuilder html, SoakResult soak)
    {
        html.Append($"<h2>Soak</h2>\n<p class=\"quiet\">{Encode(SoakWording.How(soak))}</p>\n");
        WriteVerdict(html, SoakWording.Verdict(soak), soak.IsFlat switch
        {
            true => "good",
            false => "bad",
            null => "fair",
        });
        html.Append($"<p>{Encode(SoakWording.Summary(soak))}</p>\n<ul>\n");
        foreach (var line in SoakWording.Answers(soak))
        {
            html.Append($"<li>{Encode(line)}</li>\n");
        }

        html.Append("</ul>\n");
        if (soak.Marks.Count > 0)
        {
            html.Append(HtmlTable.Write(
                "Soak", Headings(SoakWording.MarkColumns), soak.Marks.Select(mark => Cells(SoakWording.Cells(mark)))));
            html.Append("<div class=\"plots\">\n")
                .Append(ScenarioPlots.SoakMemory(soak))
                .Append(ScenarioPlots.SoakThroughput(soak))
                .Append("</div>\n");
        }
    }

    public static void WriteStreams(StringBuilder html, StreamResult streams)
    {
        html.Append($"<h2>Streams</h2>\n<p class=\"quiet\">{Encode(StreamWording.How)}</p>\n");
        WriteVerdict(html, StreamWording.Verdict(streams), streams.IsMet switch
        {
            true => "good",
            false => "bad",
            null => "fair",
        });
        html.Append($"<p>{Encode(StreamWording.Failures(streams))}</p>\n");
        html.Append(HtmlTable.Write(
            "Streams", Headings(StreamWording.Columns), StreamWording.Rows(streams).Select(Cells)));
    }

    public static void WriteCrowded(StringBuilder html, CrowdedResult crowded)
    {
        html.Append($"<h2>Stored answers in a crowd</h2>\n<p class=\"quiet\">{Encode(CrowdedWording.How)}</p>\n");
        if (CrowdedWording.Verdict(crowded) is { } verdict)
        {
            WriteVerdict(html, verdict, crowded.IsMet is true ? "good" : "bad");
        }

        foreach (var problem in CrowdedWording.Problems(crowded))
        {
            WriteVerdict(html, problem, "bad");
        }

        html.Append($"<p>{Encode(CrowdedWording.Preparation(crowded))}</p>\n");
        if (crowded.Alone is not null)
        {
            html.Append($"<p>{Encode(CrowdedWording.Crowd(crowded))}</p>\n");
            html.Append(HtmlTable.Write(
                "Crowded",
                Headings(CrowdedWording.Columns),
                CrowdedWording.Rows(crowded).Select(row => Cells(row.Cells))));
            html.Append($"<div class=\"plots\">\n{ScenarioPlots.CrowdedLatency(crowded)}</div>\n");
        }
    }

    private static void WriteVerdict(StringBuilder html, string verdict, string style) =>
        html.Append($"<p class=\"verdict {style}\">{Encode(verdict)}</p>\n");

    private static IReadOnlyList<string> Headings(IReadOnlyList<string> columns) =>
        [.. columns.Select(column => char.ToUpperInvariant(column[0]) + column[1..])];

    private static IReadOnlyList<HtmlCell> Cells(IReadOnlyList<string> cells) =>
        [.. cells.Select(cell => new HtmlCell(cell))];

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
