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

    // More than a secret has.
    private const int MostBytesOnStack = 128;

    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(RandomBytes);

    // To set one up costs as much as its use does.
    [ThreadStatic]
    private static IncrementalHash? _sha256;

    /// <summary>Makes a secret of 256 random bits.</summary>
    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether a text can be a secret at all; one that cannot need not be looked for.</summary>
    public static bool HasForm(string text) =>
        text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Prefix.Length));

    /// <summary>
    /// What a secret is known by: SHA-256, as 64 hexadecimal digits. Of a random secret this long nobody can guess, so
    /// neither salt nor a slow hash would add to it; and since it is looked for by its hash, how long that takes tells
    /// nothing about the secret.
    /// </summary>
    public static string HashOf(string secret)
    {
        _sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> text = stackalloc byte[MostBytesOnStack];
        _sha256.AppendData(
            Encoding.UTF8.TryGetBytes(secret, text, out var length) ? text[..length] : Encoding.UTF8.GetBytes(secret));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _sha256.GetHashAndReset(hash);

        return Convert.ToHexStringLower(hash);
    }
}
