using System.Collections.Concurrent;
using DealInsights.Application.Failures;

namespace DealInsights.Application.Access.Keys;

/// <summary>
/// The keys that were found valid lately, so that the store is asked about a key every half minute and not at every
/// request. Safe to use from many threads.
/// </summary>
/// <remarks>
/// A key that was revoked, or whose end was moved, is refused from <see cref="GoodFor"/> later on at the latest. If the
/// store cannot be asked then, it is accepted until <see cref="GoodWithoutStoreFor"/> and no longer: so within a minute
/// the word "revoked" holds everywhere, whatever is down.
/// </remarks>
public sealed class KnownKeys(IApiKeyRepository keys, TimeProvider clock)
{
    /// <summary>How long the store's word on a key is good.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);

    /// <summary>How long it is good when the store does not answer.</summary>
    public static readonly TimeSpan GoodWithoutStoreFor = TimeSpan.FromMinutes(1);

    // Far more than there are holders of valid keys; only those come in here.
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, KnownKey> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a key was valid within the last minute, in which case asking about it costs little.</summary>
    public bool Knows(string hash) =>
        _known.TryGetValue(hash, out var known) && clock.GetElapsedTime(known.AskedAt) < GoodWithoutStoreFor;

    /// <summary>
    /// A key, when the store's word on it is still good and it is valid; <see langword="null"/> when that has to be found
    /// out by <see cref="FindValidAsync"/>.
    /// </summary>
    public KnownKey? FindKnown(string hash) =>
        _known.TryGetValue(hash, out var known) && IsGood(known) ? known : null;

    /// <summary>Whether the store's word on a key is still good, and it is valid.</summary>
    public bool IsGood(KnownKey known) =>
        clock.GetElapsedTime(known.AskedAt) < GoodFor && ValidNow(known.Key) is not null;

    /// <summary>Finds a key that is valid now; <see langword="null"/> when there is none.</summary>
    /// <exception cref="UpstreamUnavailableException">The store does not answer, and its last word is too old.</exception>
    public ValueTask<ApiKey?> FindValidAsync(string hash, CancellationToken cancellationToken)
    {
        _known.TryGetValue(hash, out var known);
        var age = known is null ? TimeSpan.MaxValue : clock.GetElapsedTime(known.AskedAt);

        // One request asks again when it is time to; the others need not wait for it.
        return age < GoodFor || (age < GoodWithoutStoreFor && !known!.TryClaim())
            ? ValueTask.FromResult(ValidNow(known!.Key))
            : new ValueTask<ApiKey?>(AskAsync(hash, known, cancellationToken));
    }

    private async Task<ApiKey?> AskAsync(string hash, KnownKey? known, CancellationToken cancellationToken)
    {
        // Before the question: the answer may be older than its arrival.
        var asked = clock.GetTimestamp();
        try
        {
            var key = await keys.FindAsync(hash, cancellationToken);
            if (key is null || ValidNow(key) is null)
            {
                _known.TryRemove(hash, out _);
                return null;
            }

            Remember(new KnownKey(key, asked));
            return key;
        }
        catch (UpstreamUnavailableException) when (known is not null && clock.GetElapsedTime(known.AskedAt) < GoodWithoutStoreFor)
        {
            return ValidNow(known.Key);
        }
        finally
        {
            known?.GiveUp();
        }
    }

    private ApiKey? ValidNow(ApiKey key) => key.IsValidAt(clock.GetUtcNow()) ? key : null;

    private void Remember(KnownKey known)
    {
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[known.Key.Hash] = known;
    }
}
