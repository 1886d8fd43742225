using System.Text.RegularExpressions;
using DealInsights.Domain.Text;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Turns what a model wrote into the plain text that was asked for.</summary>
internal static partial class SummaryText
{
    /// <summary>The most code points of a summary; more than three lines of anything need.</summary>
    public const int MaxLength = 2_000;

    /// <summary>
    /// The text without what models like to wrap around it (a code fence, quotation marks, "Summary:"), without
    /// control characters and empty lines. Empty when nothing is left.
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

    // Only a pair around everything: quotation marks inside belong to the text.
    [GeneratedRegex(@"\A[""“]([^""“”]*)[""”]\z")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"[ \t]*\n\s*")]
    private static partial Regex EmptyLines();
}
