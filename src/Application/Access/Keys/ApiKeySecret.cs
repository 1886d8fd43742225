using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DealInsights.Application.Access.Keys;

/// <summary>The secret of an API key: what its holder sends.</summary>
public static class ApiKeySecret
{
    // By which tools that look for leaked secrets, and people, know one.
    private const string Prefix = "di_";

    private const int RandomBytes = 32;

    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(RandomBytes);

    /// <summary>Creates a secret of 256 random bits.</summary>
    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether a text can be a secret at all; one that cannot need not be looked for.</summary>
    public static bool HasForm(string text) =>
        text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Prefix.Length));

    /// <summary>
    /// The SHA-256 of a secret as 64 hexadecimal digits, by which a key is stored and found. The secret has 256 random bits,
    /// so a salt or a slow hash would add nothing.
    /// </summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
