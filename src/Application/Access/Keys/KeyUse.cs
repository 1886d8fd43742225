using System.Collections.Concurrent;
using DealInsights.Application.Failures;

namespace DealInsights.Application.Access.Keys;

/// <summary>
/// Which keys were used since it was last written down. Noting a use costs a request no wait; <see cref="WriteAsync"/>,
/// which is to be called once a minute, writes one time a key.
/// </summary>
public sealed class KeyUse(IApiKeyRepository keys, TimeProvider clock)
{
    // Bounded by the number of valid keys: no others are noted.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>Notes that a valid key was used now.</summary>
    public void Note(ApiKey key)
    {
        // The first use in a minute is noted: the others would say much the same, and cost a write to shared memory each.
        if (!_used.ContainsKey(key.Hash))
        {
            _used.TryAdd(key.Hash, clock.GetUtcNow());
        }
    }

    /// <summary>Writes down what was noted. What the store does not take is tried again next time.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var (hash, usedAt) in _used)
        {
            try
            {
                await keys.RecordUseAsync(hash, usedAt, cancellationToken);
                _used.TryRemove(hash, out _);
            }
            catch (UpstreamUnavailableException)
            {
                return;
            }
        }
    }
}
