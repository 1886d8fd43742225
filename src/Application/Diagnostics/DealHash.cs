using System.Security.Cryptography;
using System.Text;

namespace DealInsights.Application.Diagnostics;

/// <summary>
/// Replaces a deal's name in traces and audit records. Anybody who knows the name finds them; they do not show the name.
/// It is no anonymization: a guessed name can be verified.
/// </summary>
public static class DealHash
{
    private const int Digits = 16;

    /// <summary>Returns the first 16 hexadecimal digits of the SHA-256 of the name in UTF-8.</summary>
    public static string Of(string dealName) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dealName)).AsSpan(0, Digits / 2));
}
