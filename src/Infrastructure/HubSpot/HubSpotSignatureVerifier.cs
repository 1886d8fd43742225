using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DealInsights.Application.Access;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.HubSpot;

/// <summary>HubSpot's request signature, version 3.</summary>
/// <remarks>
/// HMAC-SHA256, keyed with the app's client secret, of method, address, body and timestamp in UTF-8 with nothing between
/// them, as Base64. HubSpot decodes some escapes in the address it signs (<see cref="HubSpotEscapes"/>); its text leaves
/// open whether in path and query or in the query alone, and its own libraries decode none. So a signature of any of the
/// three is accepted. None of it takes another secret, so nobody else can make one.
/// </remarks>
internal sealed class HubSpotSignatureVerifier : ISignedCallVerifier
{
    /// <summary>How far the time of the signature may be from now, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // Of milliseconds in the next 280 years.
    private const int MostDigits = 13;

    private readonly TimeProvider _clock;
    private readonly string _baseUrl;
    private readonly byte[][] _secrets;
    private readonly HashSet<string> _portals;

    public HubSpotSignatureVerifier(IOptions<HubSpotOptions> options, TimeProvider clock)
    {
        _clock = clock;
        _baseUrl = options.Value.PublicBaseUrl ?? "";
        _secrets = [.. options.Value.ClientSecrets.Select(Encoding.UTF8.GetBytes)];
        _portals = [.. options.Value.PortalIds];
    }

    /// <inheritdoc/>
    public bool IsConfigured => _secrets.Length > 0;

    /// <inheritdoc/>
    public bool IsTimely(string? timestamp) =>
        timestamp is { Length: > 0 and <= MostDigits }
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && Math.Abs(_clock.GetUtcNow().ToUnixTimeMilliseconds() - milliseconds) <= Tolerance.TotalMilliseconds;

    /// <inheritdoc/>
    public bool IsSigned(SignedCall request)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        // A full address in the request line would name another host than ours.
        if (!request.Target.StartsWith('/')
            || !Convert.TryFromBase64String(request.Signature, signature, out var length)
            || length != signature.Length)
        {
            return false;
        }

        var isSigned = false;
        foreach (var target in Spellings(request.Target))
        {
            isSigned |= IsSigned(request, target, signature);
        }

        return isSigned;
    }

    /// <inheritdoc/>
    public bool IsAllowedAccount(string accountId) => _portals.Contains(accountId);

    private static IEnumerable<string> Spellings(string target)
    {
        yield return target;
        if (!target.Contains('%', StringComparison.Ordinal))
        {
            yield break;
        }

        var query = target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? at : target.Length;
        var decodedInQuery = string.Concat(target.AsSpan(0, query), HubSpotEscapes.Decode(target.AsSpan(query)));
        if (decodedInQuery != target)
        {
            yield return decodedInQuery;
        }

        var decoded = HubSpotEscapes.Decode(target);
        if (decoded != decodedInQuery)
        {
            yield return decoded;
        }
    }

    private bool IsSigned(SignedCall request, string target, ReadOnlySpan<byte> signature)
    {
        var start = Encoding.UTF8.GetBytes(string.Concat(request.Method, _baseUrl, target));
        var end = Encoding.UTF8.GetBytes(request.Timestamp);
        byte[] signed = [.. start, .. request.Body.Span, .. end];

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isSigned = false;
        foreach (var secret in _secrets)
        {
            HMACSHA256.HashData(secret, signed, expected);
            isSigned |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return isSigned;
    }
}
