using System.Globalization;
using System.Net;
using System.Text;

namespace DealInsights.LoadTest.Report;

/// <summary>Writes a run as one HTML page without scripts or external resources.</summary>
internal static class HtmlReport
{
    private const int ChartWidth = 640;
    private const int ChartHeight = 200;

    public static string Write(RunReport report)
    {
        var html = new StringBuilder(
            $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Load report</title>"
            + $"<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n{Styles()}</style></head>\n<body>\n"
            + "<h1>Load report</h1>\n<dl class=\"facts\">\n");
        foreach (var (name, value) in report.Facts)
        {
            html.Append($"<div><dt>{Text(name)}</dt><dd>{Text(value)}</dd></div>\n");
        }

        html.Append("</dl>\n");
        foreach (var section in report.Sections)
        {
            AppendSection(html, section);
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendSection(StringBuilder html, Section section)
    {
        html.Append($"<section>\n<h2>{Text(section.Title)}</h2>\n<p>{Text(section.Explanation)}</p>\n");
        AppendTable(html, section);
        if (section.Checks.Count > 0)
        {
            html.Append("<ul class=\"checks\">\n");
            foreach (var check in section.Checks)
            {
                var word = check.IsMet ? "met" : "missed";
                html.Append($"<li><span class=\"{word}\">{word}</span> {Text(check.ToString())}</li>\n");
            }

            html.Append("</ul>\n");
        }

        foreach (var note in section.Notes)
        {
            html.Append($"<p class=\"quiet\">{Text(note)}</p>\n");
        }

        AppendBars(html, section);
        AppendLine(html, section.Line);
        html.Append("</section>\n");
    }

    private static void AppendTable(StringBuilder html, Section section)
    {
        html.Append("<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\"></th>");
        foreach (var column in section.Columns)
        {
            html.Append($"<th scope=\"col\">{Text(column)}</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in section.Rows)
        {
            html.Append($"<tr><th scope=\"row\">{Text(row.Name)}</th>");
            foreach (var column in section.Columns)
            {
                html.Append($"<td>{Text(row.CellOf(column)?.ToString() ?? "")}</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static void AppendBars(StringBuilder html, Section section)
    {
        if (section.BarColumn is not { } column)
        {
            return;
        }

        var highest = section.Rows.Max(row => row.CellOf(column)?.Value) ?? 0;
        html.Append($"<figure><figcaption>{Text(column)}</figcaption>\n<div class=\"bars\">\n");
        foreach (var row in section.Rows.Where(_ => highest > 0))
        {
            var cell = row.CellOf(column);
            var share = Number(100 * (cell?.Value ?? 0) / highest);
            html.Append($"<span>{Text(row.Name)}</span><span class=\"bar\" style=\"width:{share}%\"></span>");
            html.Append($"<span class=\"value\">{Text(cell?.ToString() ?? "")}</span>\n");
        }

        html.Append("</div></figure>\n");
    }

    private static void AppendLine(StringBuilder html, LineChart? chart)
    {
        if (chart is not { Points.Count: > 1 })
        {
            return;
        }

        var (end, highest) = (chart.Points[^1].Seconds, chart.Points.Max(point => point.Value));
        var points = chart.Points.Select(point =>
            $"{Number(point.Seconds / end * ChartWidth)},{Number(ChartHeight - (point.Value / highest * ChartHeight))}");
        html.Append($"<figure><figcaption>{Text(chart.Title)}: 0 to {new Cell("", highest)} over {end:0} s</figcaption>\n");
        html.Append($"<svg viewBox=\"0 -4 {ChartWidth} {ChartHeight + 4}\" role=\"img\">");
        html.Append($"<title>{Text(chart.Title)}</title><polyline points=\"{string.Join(' ', points)}\"/></svg>\n</figure>\n");
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Styles()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("HtmlReport.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
