using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// Marks where untrusted text starts and ends with a code that its author cannot know, so that the text cannot end
/// itself and go on as an instruction.
/// </summary>
internal sealed partial class TranscriptFence(RandomNumberGenerator random)
{
    private const int CodeBytes = 16;

    /// <summary>
    /// The texts, each after a marker line with its number, the last one before a marker line that ends it. Whatever
    /// looks like a marker in a text is taken out.
    /// </summary>
    public string Enclose(IReadOnlyList<string> texts)
    {
        var code = new byte[CodeBytes];
        random.GetBytes(code);
        var marker = $"transcript {Convert.ToHexStringLower(code)}";

        var fenced = new StringBuilder();
        for (var index = 0; index < texts.Count; index++)
        {
            // A blank in its place, or two halves around a marker would make a new one.
            fenced.Append($"[[{marker} number {index + 1}]]\n").Append(Marker().Replace(texts[index], " ")).Append('\n');
        }

        return fenced.Append($"[[{marker} end]]").ToString();
    }

    [GeneratedRegex(@"\[\[\s*/?\s*transcript[^\[\]]{0,80}\]\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Marker();
}
