using System.Collections.Concurrent;
using DealInsights.Application.Failures;

namespace DealInsights.Application.Access.Keys;

/// <summary>
/// Which keys were used since it was last written down. Noting a use costs a request no wait; <see cref="WriteAsync"/>,
/// which is to be called once a minute, writes one time a key.
/// </summary>
public sealed class KeyUse(IApiKeyRepository keys, TimeProvider clock)
{
    // Bounded by the number of valid keys: no others are noted. By reference: the key that is known is one object for all
    // requests, and to compare what it says takes longer.
    private readonly ConcurrentDictionary<ApiKey, DateTimeOffset> _used = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes that a valid key was used now.</summary>
    public void Note(ApiKey key)
    {
        // The first use in a minute is noted: the others would say much the same, and cost a write to shared memory each.
        if (!_used.ContainsKey(key))
        {
            _used.TryAdd(key, clock.GetUtcNow());
        }
    }

    /// <summary>Writes down what was noted. What the store does not take is tried again next time.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, usedAt) in _used)
        {
            try
            {
                await keys.RecordUseAsync(key.Hash, usedAt, cancellationToken);
                _used.TryRemove(key, out _);
            }
            catch (UpstreamUnavailableException)
            {
                return;
            }
        }
    }
}
