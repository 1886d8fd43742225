using System.Security.Cryptography;
using System.Text;

namespace DealInsights.Application.Diagnostics;

/// <summary>
/// Stands for a deal's name in traces: who knows the name finds its traces, who sees a trace does not read the name.
/// Whoever can guess a name can check the guess, so it is no anonymization.
/// </summary>
public static class DealHash
{
    private const int Digits = 16;

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the name in UTF-8.</summary>
    public static string Of(string dealName) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dealName)).AsSpan(0, Digits / 2));
}
