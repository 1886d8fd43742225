using System.Security.Cryptography;
using System.Text;

namespace DealInsights.Infrastructure.Insights;

/// <summary>The identity of an insight: a digest of everything that influences the model's answer.</summary>
internal static class Fingerprint
{
    // Occurs in none of the parts: titles are normalized, the others are digests, names and settings.
    private const char Separator = '\u001f';

    /// <summary>64 hexadecimal digits that are equal for equal parts.</summary>
    public static string Of(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(Separator, parts))));
}
