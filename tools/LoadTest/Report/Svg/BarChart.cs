using System.Net;
using System.Text;

namespace DealInsights.LoadTest.Report.Svg;

/// <summary>
/// A bar, the range that its rounds spread over, what is written beside it, and the value that it is to reach, if any.
/// </summary>
internal sealed record Bar(
    string Name, double Value, double Lowest, double Highest, string Text, double? Mark = null);

/// <summary>Draws horizontal bars, with a whisker for the spread and a dashed mark where one is to be reached.</summary>
internal static class BarChart
{
    private const int Width = 500;
    private const int Left = 12;
    private const int Right = 485;
    private const int Top = 30;
    private const int RowHeight = 62;
    private const int BarHeight = 24;

    public static string Draw(string title, string description, IReadOnlyList<Bar> bars)
    {
        var bottom = Top + (bars.Count * RowHeight);
        var highest = bars.Max(bar => Math.Max(bar.Highest, bar.Mark ?? 0));
        double XOf(double value) => Left + (value / highest * (Right - Left));

        var svg = new StringBuilder();
        svg.Append(SvgText.Open(Width, Top, bottom + 12, title, description));
        for (var row = 0; row < bars.Count; row++)
        {
            DrawBar(svg, bars[row], row, XOf);
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
        if (bar.Mark is { } mark)
        {
            svg.Append(Wording.Invariant(
                $"<path class=\"mark\" d=\"M{xOf(mark):F1} {barAt - 4}v{BarHeight + 8}\"/>\n"));
        }
    }
}
