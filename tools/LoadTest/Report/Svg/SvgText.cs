using System.Net;

namespace DealInsights.LoadTest.Report.Svg;

/// <summary>The beginning that all drawings share.</summary>
internal static class SvgText
{
    /// <summary>Opens a drawing that scales with the page and says in words what it shows.</summary>
    public static string Open(int width, int top, int bottom, string title, string description) => Wording.Invariant(
        $"""
        <svg viewBox="0 {top} {width} {bottom - top}" role="img">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <desc>{WebUtility.HtmlEncode(description)}</desc>

        """);
}
