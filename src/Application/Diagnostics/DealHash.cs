using System.Security.Cryptography;
using System.Text;

namespace DealInsights.Application.Diagnostics;

/// <summary>
/// Identifies a deal in traces and audit records without its name. It is no anonymization, because a guessed name can be
/// checked.
/// </summary>
public static class DealHash
{
    private const int Digits = 16;

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the name in UTF-8.</summary>
    public static string Of(string dealName) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dealName)).AsSpan(0, Digits / 2));
}
