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
internal sealed class HubSpotSignatureVerifier : ISignedCallVerifier, IDisposable
{
    /// <summary>How far the time of the signature may be from now, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // Of milliseconds in the next 280 years.
    private const int MostDigits = 13;

    // Three bytes a character at most: addresses of some three hundred characters.
    private const int MostOnStack = 1024;

    private readonly TimeProvider _clock;
    private readonly string _baseUrl;

    // One for each secret and thread: to set one up costs several times what its use does.
    private readonly ThreadLocal<IncrementalHash[]> _macs;
    private readonly HashSet<string> _portals;

    public HubSpotSignatureVerifier(IOptions<HubSpotOptions> options, TimeProvider clock)
    {
        _clock = clock;
        _baseUrl = options.Value.PublicBaseUrl ?? "";
        byte[][] secrets = [.. options.Value.ClientSecrets.Select(Encoding.UTF8.GetBytes)];
        IsConfigured = secrets.Length > 0;
        _macs = new ThreadLocal<IncrementalHash[]>(
            () => [.. secrets.Select(secret => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret))],
            trackAllValues: true);
        _portals = [.. options.Value.PortalIds];
    }

    /// <inheritdoc/>
    public bool IsConfigured { get; }

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

        // As it was sent first: so it is signed by those who decode nothing, and by all where there is nothing to decode.
        return IsSigned(request, request.Target, signature)
            || (request.Target.Contains('%', StringComparison.Ordinal) && IsSignedDecoded(request, signature));
    }

    /// <inheritdoc/>
    public bool IsAllowedAccount(string accountId) => _portals.Contains(accountId);

    public void Dispose()
    {
        foreach (var mac in _macs.Values.SelectMany(macs => macs))
        {
            mac.Dispose();
        }

        _macs.Dispose();
    }

    private bool IsSignedDecoded(in SignedCall request, ReadOnlySpan<byte> signature)
    {
        var target = request.Target;
        var query = target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? at : target.Length;
        var decodedInQuery = string.Concat(target.AsSpan(0, query), HubSpotEscapes.Decode(target.AsSpan(query)));
        if (decodedInQuery != target && IsSigned(request, decodedInQuery, signature))
        {
            return true;
        }

        var decoded = HubSpotEscapes.Decode(target);

        return decoded != decodedInQuery && IsSigned(request, decoded, signature);
    }

    private bool IsSigned(in SignedCall request, string target, ReadOnlySpan<byte> signature)
    {
        var size = Encoding.UTF8.GetMaxByteCount(request.Method.Length + _baseUrl.Length + target.Length + request.Timestamp.Length);
        var buffer = size <= MostOnStack ? stackalloc byte[MostOnStack] : new byte[size];
        // In two pieces around a body, and in one where there is none: each is a call out of managed code.
        var beginning = Append(buffer, 0, request.Method);
        beginning = Append(buffer, beginning, _baseUrl);
        beginning = Append(buffer, beginning, target);
        var length = Append(buffer, beginning, request.Timestamp);

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isSigned = false;
        foreach (var mac in _macs.Value!)
        {
            if (!request.Body.IsEmpty)
            {
                mac.AppendData(buffer[..beginning]);
                mac.AppendData(request.Body.Span);
                mac.AppendData(buffer[beginning..length]);
            }
            else
            {
                mac.AppendData(buffer[..length]);
            }

            mac.GetHashAndReset(expected);
            isSigned |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return isSigned;
    }

    private static int Append(Span<byte> buffer, int at, string text) => at + Encoding.UTF8.GetBytes(text, buffer[at..]);
}
