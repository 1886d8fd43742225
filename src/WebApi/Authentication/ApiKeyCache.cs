using DealInsights.Application.Access.Keys;
using DealInsights.Application.Failures;
using Microsoft.Extensions.Caching.Memory;

namespace DealInsights.WebApi.Authentication;

/// <summary>
/// Looks up API keys and caches the valid ones for a minute, so that a revoked key is refused everywhere within a minute.
/// </summary>
internal sealed class ApiKeyCache(IApiKeyRepository keys, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    // An entry is a hash of fixed length and a key. Unknown hashes are not cached, so a guesser cannot fill the cache.
    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Finds a key that is valid now; null when there is none.</summary>
    /// <exception cref="UpstreamUnavailableException">The store does not answer, and the key is not cached.</exception>
    public async ValueTask<ApiKey?> FindValidAsync(string hash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_valid.TryGetValue(hash, out CachedKey? cached) && now < cached!.ReadAt + Lifetime)
        {
            return cached.Key.IsValidAt(now) ? cached.Key : null;
        }

        if (await keys.FindAsync(hash, cancellationToken) is not { } key || !key.IsValidAt(now))
        {
            return null;
        }

        _valid.Set(hash, new CachedKey(key, now), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
        await RecordUseAsync(hash, now, cancellationToken);

        return key;
    }

    public void Dispose() => _valid.Dispose();

    private async Task RecordUseAsync(string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await keys.RecordUseAsync(hash, now, cancellationToken);
        }
        catch (UpstreamUnavailableException)
        {
            // The store can read but not write. The key is valid all the same, and its next look-up records a use.
        }
    }

    private sealed record CachedKey(ApiKey Key, DateTimeOffset ReadAt);
}
