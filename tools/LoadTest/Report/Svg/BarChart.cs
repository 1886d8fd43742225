using System.Net;
using System.Text;

namespace DealInsights.LoadTest.Report.Svg;

/// <summary>A bar, the range that its rounds spread over, and what is written beside it.</summary>
internal sealed record Bar(string Name, double Value, double Lowest, double Highest, string Text);

/// <summary>A value that the bars are to be compared with.</summary>
internal sealed record BarMark(double Value, string Text);

/// <summary>Draws horizontal bars, with a whisker for the spread and an optional mark across all of them.</summary>
internal static class BarChart
{
    private const int Width = 500;
    private const int Left = 12;
    private const int Right = 485;
    private const int Top = 30;
    private const int RowHeight = 62;
    private const int BarHeight = 24;

    public static string Draw(string title, string description, IReadOnlyList<Bar> bars, BarMark? mark = null)
    {
        var bottom = Top + (bars.Count * RowHeight);
        var highest = bars.Max(bar => bar.Highest);
        double XOf(double value) => Left + (value / highest * (Right - Left));

        var svg = new StringBuilder();
        svg.Append(SvgText.Open(Width, mark is null ? Top : 0, bottom + 12, title, description));
        for (var row = 0; row < bars.Count; row++)
        {
            DrawBar(svg, bars[row], row, XOf);
        }

        if (mark is not null)
        {
            var at = XOf(mark.Value);
            svg.Append(Wording.Invariant(
                $"<line class=\"mark\" x1=\"{at:F1}\" x2=\"{at:F1}\" y1=\"{Top - 18}\" y2=\"{bottom}\"/>"));
            svg.Append(Wording.Invariant($"<text class=\"tick\" x=\"{at + 5:F1}\" y=\"{Top - 12}\">"));
            svg.Append(Wording.Invariant($"{WebUtility.HtmlEncode(mark.Text)}</text>\n"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawBar(StringBuilder svg, Bar bar, int row, Func<double, double> xOf)
    {
        var labelAt = Top + (row * RowHeight) + 14;
        var barAt = labelAt + 8;
        var middle = barAt + (BarHeight / 2);
        var (lowest, value, highest) = (xOf(bar.Lowest), xOf(bar.Value), xOf(bar.Highest));
        var (name, text) = (WebUtility.HtmlEncode(bar.Name), WebUtility.HtmlEncode(bar.Text));
        svg.Append(Wording.Invariant($"<text class=\"tick\" x=\"{Left}\" y=\"{labelAt}\">{name}</text>"));
        svg.Append(Wording.Invariant($"<text class=\"tick strong end\" x=\"{Right}\" y=\"{labelAt}\">{text}</text>"));
        svg.Append(Wording.Invariant($"<rect class=\"bar c{row}\" x=\"{Left}\" y=\"{barAt}\" "));
        svg.Append(Wording.Invariant($"width=\"{value - Left:F1}\" height=\"{BarHeight}\" rx=\"3\"/>"));
        svg.Append(Wording.Invariant($"<path class=\"whisker\" d=\"M{lowest:F1} {middle}H{highest:F1}m0 -5v10"));
        svg.Append(Wording.Invariant($"M{lowest:F1} {middle - 5}v10\"/>\n"));
    }
}
