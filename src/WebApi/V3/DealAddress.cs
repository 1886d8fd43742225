using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DealInsights.WebApi.V3;

/// <summary>
/// An address of a deal, <c>/api/v3/deals/{dealName}</c> and what follows, read from the request line itself: the
/// server's own reading takes <c>%2F</c> as it is but <c>%25</c> for <c>%</c>, so that two names become one, and takes
/// <c>..</c> for a way up.
/// </summary>
/// <param name="DealName">The name; <see langword="null"/> when its percent-encoding is not that of UTF-8.</param>
/// <param name="Template">The address with <c>{dealName}</c> for the name, to route by and to write into logs.</param>
internal sealed record DealAddress(string? DealName, string Template)
{
    private const string Placeholder = $"/{{{V3Api.DealName}}}";

    // Of an address that nothing is mapped to; what stands there may be the rest of a name with a bare slash in it.
    private const string Elsewhere = V3Api.Deals + Placeholder + "/{unknown}";

    private static readonly string[] Prefix = V3Api.Deals[1..].Split('/');

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Dictionary<string, string> Templates = V3Api.SubResources
        .Append("")
        .ToDictionary(rest => rest, rest => $"{V3Api.Deals}{Placeholder}/{rest}".TrimEnd('/'), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the address of a request.</summary>
    /// <param name="target">The request line's target, as it was sent.</param>
    /// <param name="path">What the server makes of it.</param>
    /// <returns><see langword="null"/> for every other address.</returns>
    public static DealAddress? Read(string target, PathString path)
    {
        if (TryReadRest(target, out var rest))
        {
            var end = rest.IndexOf('/');
            var (name, behind) = end < 0 ? (rest, "") : (rest[..end], rest[(end + 1)..].TrimEnd('/'));
            // Nothing in front of the end is the list; in front of a sub-resource it is a name that is missing.
            if (name.Length == 0 && behind.Length == 0)
            {
                return null;
            }

            return new DealAddress(Decode(name), Templates.GetValueOrDefault(behind, Elsewhere));
        }

        // By a detour that the server follows and this does not: nobody writes addresses so.
        return path.StartsWithSegments(V3Api.Deals, out var remaining) && remaining.Value is { Length: > 1 }
            ? new DealAddress("", Elsewhere)
            : null;
    }

    /// <summary>What follows <c>/api/v3/deals/</c>, however that is encoded, up to the query.</summary>
    private static bool TryReadRest(string target, [NotNullWhen(true)] out string? rest)
    {
        rest = null;
        var path = target.AsSpan();
        // The absolute form, which proxies are sent.
        if (!path.StartsWith("/") && path.IndexOf("://") is var scheme and > 0)
        {
            path = path[(scheme + 3)..];
            path = path.IndexOf('/') is var slash and >= 0 ? path[slash..] : [];
        }

        if (path.IndexOfAny('?', '#') is var query and >= 0)
        {
            path = path[..query];
        }

        foreach (var segment in Prefix)
        {
            if (!path.StartsWith("/"))
            {
                return false;
            }

            path = path[1..];
            var end = path.IndexOf('/');
            if (end < 0 || !segment.Equals(Decode(path[..end].ToString()), StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            path = path[end..];
        }

        rest = path[1..].ToString();
        return true;
    }

    /// <summary>Decodes percent-encoded UTF-8; null for anything else that has a percent sign in it.</summary>
    private static string? Decode(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
        {
            return encoded;
        }

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var length = 0;
        for (var index = 0; index < encoded.Length; index++)
        {
            if (encoded[index] != '%')
            {
                // Servers refuse lines with other characters than ASCII.
                bytes[length++] = (byte)encoded[index];
            }
            else if (index + 2 < encoded.Length
                && char.IsAsciiHexDigit(encoded[index + 1])
                && char.IsAsciiHexDigit(encoded[index + 2]))
            {
                bytes[length++] = Convert.FromHexString(encoded.AsSpan(index + 1, 2))[0];
                index += 2;
            }
            else
            {
                return null;
            }
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
