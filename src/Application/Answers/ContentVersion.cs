using System.Security.Cryptography;
using System.Text.Json;

namespace DealInsights.Application.Answers;

/// <summary>Versions that are digests: equal for equal content, today and on every instance.</summary>
internal static class ContentVersion
{
    // 128 bits: nobody gains anything by a collision, so only chance counts.
    private const int Length = 16;

    /// <summary>The version of something that is all in its public properties.</summary>
    public static string Of<T>(T content) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content)).AsSpan(0, Length));
}
