using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DealInsights.WebApi.Http;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>Verifies HubSpot's request signature, version 3.</summary>
/// <remarks>
/// The signature is the HMAC-SHA256 of method, URL, body and timestamp without separators, keyed with the app's client
/// secret, as Base64. HubSpot documents that it decodes some escapes of the URL before signing; its own libraries decode
/// none. Both are accepted. Only the query is decoded, and none of these escapes separates parameters, so both spellings
/// have the same path and the same parameters.
/// </remarks>
internal sealed partial class HubSpotSignature(IOptions<HubSpotOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether a timestamp, in milliseconds since 1970, is within five minutes of now.</summary>
    public bool IsTimely(string timestamp) =>
        timestamp.Length <= 13
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && Math.Abs(clock.GetUtcNow().ToUnixTimeMilliseconds() - milliseconds) <= Tolerance.TotalMilliseconds;

    /// <summary>Whether the signature belongs to exactly this method, target, body and timestamp.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="target">Path and query as they were sent, percent-encoding included.</param>
    /// <param name="body">The raw body; empty when there is none.</param>
    /// <param name="timestamp">The timestamp as it was sent.</param>
    /// <param name="signature">The signature as it was sent.</param>
    public bool IsValid(string method, string target, byte[] body, string timestamp, string signature)
    {
        var expected = new byte[HMACSHA256.HashSizeInBytes];
        // A full URL in the request line would name another host than the configured one.
        return target.StartsWith('/')
            && HasOneReading(target, body)
            && Convert.TryFromBase64String(signature, expected, out var length)
            && length == expected.Length
            && (IsSigned(target) || IsSigned(DecodeQuery(target)));

        bool IsSigned(string signedTarget)
        {
            byte[] text =
            [
                .. Encoding.UTF8.GetBytes(method + options.Value.PublicBaseUrl + signedTarget),
                .. body,
                .. Encoding.UTF8.GetBytes(timestamp),
            ];

            return options.Value.ClientSecrets.Any(secret => CryptographicOperations.FixedTimeEquals(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text), expected));
        }
    }

    // Without a separator, the end of the URL could be moved into the body. A body is a JSON object, and URLs have no
    // brace, so the first brace is where the body begins.
    private static bool HasOneReading(string target, byte[] body) =>
        body.Length == 0 || (body[0] == '{' && !target.Contains('{', StringComparison.Ordinal));

    private static string DecodeQuery(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);

        return query < 0 ? target : target[..query] + Escape().Replace(target[query..], match => Uri.UnescapeDataString(match.Value));
    }

    [GeneratedRegex("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
