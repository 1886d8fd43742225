using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DealInsights.Application.Access.Keys;
using Microsoft.AspNetCore.Connections.Features;

namespace DealInsights.WebApi.Security;

/// <summary>
/// The key that was last sent on a connection, as long as that is open: who holds one sends the same key with every request,
/// and to hash it takes longer than all else that is done to look it up.
/// </summary>
internal sealed class KeyOnConnection
{
    private static readonly object Item = new();

    private readonly string _secret;
    private readonly KnownKey _key;

    private KeyOnConnection(string secret, KnownKey key)
    {
        _secret = secret;
        _key = key;
    }

    /// <summary>What was known of the key when it was last sent; <see langword="null"/> when it was another, or none.</summary>
    public static KnownKey? Find(HttpContext context, string secret) =>
        ItemsOf(context) is { } items && items.TryGetValue(Item, out var item) && item is KeyOnConnection last && last.IsOf(secret)
            ? last._key
            : null;

    public static void Remember(HttpContext context, string secret, KnownKey key)
    {
        if (ItemsOf(context) is { } items)
        {
            items[Item] = new KeyOnConnection(secret, key);
        }
    }

    // HTTP/1.1 has one request at a time on a connection; with HTTP/2 several would change this at once.
    private static IDictionary<object, object?>? ItemsOf(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) ? context.Features.Get<IConnectionItemsFeature>()?.Items : null;

    // The time that this takes tells nothing of where they differ.
    private bool IsOf(string secret) => CryptographicOperations.FixedTimeEquals(
        MemoryMarshal.AsBytes(secret.AsSpan()), MemoryMarshal.AsBytes(_secret.AsSpan()));
}
