using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace DealInsights.Infrastructure.LanguageModel;

/// <summary>
/// Marks where untrusted text starts and ends with a code that its author cannot know, so that the text cannot end
/// itself and go on as an instruction.
/// </summary>
internal sealed partial class TranscriptFence(RandomNumberGenerator random)
{
    private const int CodeBytes = 16;

    /// <summary>The text between two marker lines. Whatever looks like a marker in it is taken out.</summary>
    public string Enclose(string text)
    {
        var code = new byte[CodeBytes];
        random.GetBytes(code);
        var marker = $"[[transcript {Convert.ToHexStringLower(code)}]]";

        // A blank in its place, or two halves around a marker would make a new one.
        return $"{marker}\n{Marker().Replace(text, " ")}\n{marker}";
    }

    [GeneratedRegex(@"\[\[\s*/?\s*transcript[^\[\]]{0,80}\]\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Marker();
}
