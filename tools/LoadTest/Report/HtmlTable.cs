using System.Net;
using System.Text;

namespace DealInsights.LoadTest.Report;

/// <summary>A table's cell, and the class that colors it.</summary>
internal sealed record HtmlCell(string Text, string? Class = null)
{
    public static implicit operator HtmlCell(string text) => new(text);
}

/// <summary>Writes tables that scroll by themselves where the screen is narrow.</summary>
internal static class HtmlTable
{
    public static string Write(string name, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<HtmlCell>> rows)
    {
        var html = new StringBuilder();
        html.Append(Wording.Invariant(
            $"<div class=\"scroll\" role=\"region\" aria-label=\"{WebUtility.HtmlEncode(name)}\" tabindex=\"0\">\n"));
        html.Append("<table>\n<thead><tr>");
        foreach (var column in columns)
        {
            html.Append(Wording.Invariant($"<th scope=\"col\">{WebUtility.HtmlEncode(column)}</th>"));
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var cell in row)
            {
                var style = cell.Class is null ? "" : $" class=\"{cell.Class}\"";
                html.Append(Wording.Invariant($"<td{style}>{WebUtility.HtmlEncode(cell.Text)}</td>"));
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table>\n</div>\n").ToString();
    }
}
