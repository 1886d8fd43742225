using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// Marks the start and end of untrusted text with a code that its author cannot know, so that the text cannot close the
/// fence and continue as an instruction.
/// </summary>
internal sealed partial class TranscriptFence(RandomNumberGenerator random)
{
    private const int CodeBytes = 16;

    /// <summary>
    /// Joins the texts, each after a marker line with its number, with a marker line at the end. Removes markers from the
    /// texts.
    /// </summary>
    public string Enclose(IReadOnlyList<string> texts)
    {
        var code = new byte[CodeBytes];
        random.GetBytes(code);
        var marker = $"transcript {Convert.ToHexStringLower(code)}";

        var fenced = new StringBuilder();
        for (var index = 0; index < texts.Count; index++)
        {
            // A space in its place, or two halves around a marker would form a new one.
            fenced.Append($"[[{marker} number {index + 1}]]\n").Append(Marker().Replace(texts[index], " ")).Append('\n');
        }

        return fenced.Append($"[[{marker} end]]").ToString();
    }

    [GeneratedRegex(@"\[\[\s*/?\s*transcript[^\[\]]{0,80}\]\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Marker();
}
