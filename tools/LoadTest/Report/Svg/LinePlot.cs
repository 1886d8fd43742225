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
    private const int Height = 370;
    private const int Left = 58;
    private const int Right = 478;
    private const int Top = 76;
    private const int Bottom = 315;
    private const int LegendRowHeight = 21;
    private const int LegendGap = 12;
    private const int LegendLineLength = 22;
    private const double LetterWidth = 7.5;

    public static string Draw(string title, string description, Axis x, Axis y, IReadOnlyList<PlotLine> lines)
    {
        var svg = new StringBuilder();
        var columns = LegendColumns(lines);
        var legendTop = Top - LegendGap - ((lines.Count + columns - 1) / columns * LegendRowHeight);
        svg.Append(SvgText.Open(Width, legendTop, Height, title, description));
        DrawLegend(svg, lines, columns, legendTop);
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

        return svg.Append("</svg>\n").ToString();
    }

    private static double XOf(Axis axis, double value) => Left + (axis.PositionOf(value) * (Right - Left));

    private static double YOf(Axis axis, double value) => Bottom - (axis.PositionOf(value) * (Bottom - Top));

    private static void DrawGrid(StringBuilder svg, Axis x, Axis y)
    {
        foreach (var (value, text) in y.Ticks)
        {
            var at = YOf(y, value);
            svg.Append(Wording.Invariant(
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{at:F1}\" y2=\"{at:F1}\"/>"));
            svg.Append(Wording.Invariant(
                $"<text class=\"tick end\" x=\"{Left - 7}\" y=\"{at + 4:F1}\">{text}</text>\n"));
        }

        foreach (var (value, text) in x.Ticks)
        {
            var at = XOf(x, value);
            svg.Append(Wording.Invariant(
                $"<line class=\"grid\" x1=\"{at:F1}\" x2=\"{at:F1}\" y1=\"{Top}\" y2=\"{Bottom}\"/>"));
            svg.Append(Wording.Invariant(
                $"<text class=\"tick mid\" x=\"{at:F1}\" y=\"{Bottom + 18}\">{text}</text>\n"));
        }

        svg.Append(Wording.Invariant(
            $"<text class=\"axis mid\" x=\"{(Left + Right) / 2}\" y=\"{Height - 14}\">{x.Label}</text>"));
        svg.Append(Wording.Invariant(
            $"<text class=\"axis mid\" transform=\"translate(14 {(Top + Bottom) / 2}) rotate(-90)\">{y.Label}</text>\n"));
    }

    // As many columns as the longest name leaves room for.
    private static int LegendColumns(IReadOnlyList<PlotLine> lines)
    {
        var widest = lines.Max(line => line.Name.Length * LetterWidth) + LegendLineLength + 15;
        return Math.Clamp((int)((Right - Left) / widest), 1, lines.Count);
    }

    private static void DrawLegend(StringBuilder svg, IReadOnlyList<PlotLine> lines, int columns, int top)
    {
        for (var number = 0; number < lines.Count; number++)
        {
            var x = Left + (number % columns * ((Right - Left) / columns));
            var y = top + (number / columns * LegendRowHeight) + (LegendRowHeight / 2);
            svg.Append(Wording.Invariant(
                $"<path class=\"line c{number} d{number}\" d=\"M{x} {y}h{LegendLineLength}\"/>"));
            svg.Append(Wording.Invariant(
                $"<text class=\"tick\" x=\"{x + LegendLineLength + 5}\" y=\"{y + 4}\">"));
            svg.Append(Wording.Invariant($"{WebUtility.HtmlEncode(lines[number].Name)}</text>\n"));
        }
    }
}
