using System.Text.RegularExpressions;
using DealInsights.Domain.Text;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Cleans the text of a summary.</summary>
internal static partial class SummaryText
{
    /// <summary>The most code points of a summary.</summary>
    public const int MaxLength = 2_000;

    /// <summary>
    /// Removes what models wrap around a text (a code fence, quotation marks, "Summary:"), control characters and empty
    /// lines. Empty when nothing is left.
    /// </summary>
    public static string Clean(string text)
    {
        var plain = ControlCharacters().Replace(text.ReplaceLineEndings("\n"), "");
        plain = CodeFence().Replace(plain.Trim(), "$1");
        plain = Heading().Replace(plain.Trim(), "");
        plain = Quotes().Replace(plain.Trim(), "$1");
        plain = EmptyLines().Replace(plain.Trim(), "\n");

        return CodePoints.Truncate(plain, MaxLength).TrimEnd();
    }

    [GeneratedRegex(@"[\p{Cc}-[\n\t]]")]
    private static partial Regex ControlCharacters();

    [GeneratedRegex(
        @"\A```[a-z]*\n?(.*?)\n?```\z",
        RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodeFence();

    [GeneratedRegex(
        @"\A(?:#+\s*|\*\*)?(?:summary|overview)(?:\*\*)?\s*:\s*(?:\*\*)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    // Only a pair around the whole text.
    [GeneratedRegex(@"\A[""“]([^""“”]*)[""”]\z")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"[ \t]*\n\s*")]
    private static partial Regex EmptyLines();
}
