using System.Buffers;
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

        foreach (var target in Spellings(request.Target))
        {
            if (IsSigned(request, target, signature))
            {
                return true;
            }
        }

        return false;
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
        var size = Encoding.UTF8.GetMaxByteCount(request.Method.Length + _baseUrl.Length + target.Length + request.Timestamp.Length)
            + request.Body.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var length = 0;
            Append(request.Method);
            Append(_baseUrl);
            Append(target);
            request.Body.Span.CopyTo(buffer.AsSpan(length));
            length += request.Body.Length;
            Append(request.Timestamp);

            return IsSigned(buffer.AsSpan(0, length), signature);

            void Append(string text) => length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool IsSigned(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isSigned = false;
        foreach (var mac in _macs.Value!)
        {
            mac.AppendData(text);
            mac.GetHashAndReset(expected);
            isSigned |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return isSigned;
    }
}
