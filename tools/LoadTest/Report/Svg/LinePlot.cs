using System.Net;
using System.Text;

namespace DealInsights.LoadTest.Report.Svg;

/// <summary>A line of a plot; it may have gaps, and then has several strokes.</summary>
internal sealed record PlotLine(string Name, IReadOnlyList<IReadOnlyList<(double X, double Y)>> Strokes);

/// <summary>
/// Draws lines over two axes. Colors come from the page's classes <c>c0</c>, <c>c1</c> …, so that they follow its
/// light and dark scheme; dashes tell the lines apart without color.
/// </summary>
internal static class LinePlot
{
    private const int Width = 500;
    private const int Height = 330;
    private const int Left = 58;
    private const int Right = 485;
    private const int Top = 40;
    private const int Bottom = 275;

    public static string Draw(string title, string description, Axis x, Axis y, IReadOnlyList<PlotLine> lines)
    {
        var svg = new StringBuilder();
        svg.Append(SvgText.Open(Width, Height, title, description));
        DrawGrid(svg, x, y);
        for (var number = 0; number < lines.Count; number++)
        {
            foreach (var stroke in lines[number].Strokes)
            {
                var points = stroke.Select(point => Wording.Invariant($"{XOf(x, point.X):F1},{YOf(y, point.Y):F1}"));
                svg.Append(Wording.Invariant(
                    $"<polyline class=\"line c{number} d{number}\" points=\"{string.Join(' ', points)}\"/>\n"));
            }
        }

        DrawLegend(svg, lines);
        return svg.Append("</svg>\n").ToString();
    }

    private static double XOf(Axis axis, double value) => Left + (axis.PositionOf(value) * (Right - Left));

    private static double YOf(Axis axis, double value) => Bottom - (axis.PositionOf(value) * (Bottom - Top));

    private static void DrawGrid(StringBuilder svg, Axis x, Axis y)
    {
        foreach (var (value, text) in y.Ticks)
        {
            var at = YOf(y, value);
            svg.Append(Wording.Invariant($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{at:F1}\" y2=\"{at:F1}\"/>"));
            svg.Append(Wording.Invariant($"<text class=\"tick end\" x=\"{Left - 7}\" y=\"{at + 4:F1}\">{text}</text>\n"));
        }

        foreach (var (value, text) in x.Ticks)
        {
            var at = XOf(x, value);
            svg.Append(Wording.Invariant($"<line class=\"grid\" x1=\"{at:F1}\" x2=\"{at:F1}\" y1=\"{Top}\" y2=\"{Bottom}\"/>"));
            svg.Append(Wording.Invariant($"<text class=\"tick mid\" x=\"{at:F1}\" y=\"{Bottom + 18}\">{text}</text>\n"));
        }

        svg.Append(Wording.Invariant($"<text class=\"axis mid\" x=\"{(Left + Right) / 2}\" y=\"{Height - 14}\">{x.Label}</text>"));
        svg.Append(Wording.Invariant(
            $"<text class=\"axis mid\" transform=\"translate(14 {(Top + Bottom) / 2}) rotate(-90)\">{y.Label}</text>\n"));
    }

    private static void DrawLegend(StringBuilder svg, IReadOnlyList<PlotLine> lines)
    {
        var slot = (Right - Left) / Math.Max(lines.Count, 1);
        for (var number = 0; number < lines.Count; number++)
        {
            var at = Left + (number * slot);
            svg.Append(Wording.Invariant($"<line class=\"line c{number} d{number}\" x1=\"{at}\" x2=\"{at + 22}\" y1=\"18\" y2=\"18\"/>"));
            svg.Append(Wording.Invariant($"<text class=\"tick\" x=\"{at + 27}\" y=\"22\">{WebUtility.HtmlEncode(lines[number].Name)}</text>\n"));
        }
    }
}
