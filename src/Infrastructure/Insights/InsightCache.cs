using System.ComponentModel;
using DealInsights.Domain.Insights;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// Insights, and questions that failed, in the memory of this instance, by fingerprint. Simultaneous calls with the same
/// fingerprint share the work, which is cancelled when the last of them is.
/// </summary>
internal sealed class InsightCache(HybridCache cache, IMemoryCache local, IOptions<InsightOptions> options)
{
    private static readonly HybridCacheEntryOptions LookOnly = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    private static readonly HybridCacheEntryOptions KeepNothing = new()
    {
        Flags = HybridCacheEntryFlags.DisableLocalCache | HybridCacheEntryFlags.DisableDistributedCache,
    };

    private readonly HybridCacheEntryOptions _keep = new() { Expiration = options.Value.MemoryLifetime };

    private readonly HybridCacheEntryOptions _keepFailure = options.Value.FailureRetryDelay == TimeSpan.Zero
        ? KeepNothing
        : new() { Expiration = options.Value.FailureRetryDelay };

    /// <summary>Returns the cached overview with a fingerprint; <see langword="null"/> when there is none.</summary>
    public ValueTask<WrittenOverview?> FindOverviewAsync(string fingerprint, CancellationToken cancellationToken) =>
        LookAsync<WrittenOverview>(OverviewKey(fingerprint), cancellationToken);

    /// <summary>Returns the cached overview with a fingerprint, written when there is none. A failure is not cached.</summary>
    public async Task<WrittenOverview> GetOrAddOverviewAsync(
        string fingerprint, Func<CancellationToken, Task<WrittenOverview>> write, CancellationToken cancellationToken)
    {
        var key = OverviewKey(fingerprint);
        var written = await cache.GetOrCreateAsync(
            key, token => new ValueTask<WrittenOverview>(write(token)), _keep, cancellationToken: cancellationToken);
        if (!written.MayBeKept)
        {
            await cache.RemoveAsync(key, cancellationToken);
        }

        return written;
    }

    /// <summary>Caches an overview that the store had.</summary>
    public ValueTask SetOverviewAsync(StoredOverview overview, CancellationToken cancellationToken) => cache.SetAsync(
        OverviewKey(overview.Fingerprint), new WrittenOverview(overview), _keep, cancellationToken: cancellationToken);

    /// <summary>Returns the content fingerprint of the meetings whose metadata have a fingerprint, computed at most once.</summary>
    public ValueTask<string> GetOrAddContentAsync(
        string fingerprint, Func<CancellationToken, Task<string>> compute, CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync(
            $"content:{fingerprint}", token => new ValueTask<string>(compute(token)), _keep, cancellationToken: cancellationToken);

    /// <summary>Returns why the question with a fingerprint failed a moment ago; <see langword="null"/> when it did not.</summary>
    public async ValueTask<ModelFailure?> FindFailureAsync(string fingerprint, CancellationToken cancellationToken) =>
        (await LookAsync<FailedQuestion>(FailureKey(fingerprint), cancellationToken))?.Reason;

    /// <summary>Keeps the question with a fingerprint from being asked for <see cref="InsightOptions.FailureRetryDelay"/>.</summary>
    public ValueTask SetFailureAsync(string fingerprint, ModelFailure reason, CancellationToken cancellationToken) =>
        cache.SetAsync(
            FailureKey(fingerprint), new FailedQuestion(reason), _keepFailure, cancellationToken: cancellationToken);

    /// <summary>Returns the offline overview that stands in for a failed question, written at most once per failure.</summary>
    public ValueTask<WrittenOverview> GetOrAddStandInAsync(
        string fingerprint, Func<CancellationToken, Task<WrittenOverview>> write, CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync(
            $"stand-in:{fingerprint}",
            token => new ValueTask<WrittenOverview>(write(token)),
            _keepFailure,
            cancellationToken: cancellationToken);

    /// <summary>Returns the cached judgement with a fingerprint; <see langword="null"/> when there is none.</summary>
    public async ValueTask<StoredJudgement?> FindJudgementAsync(string fingerprint, CancellationToken cancellationToken) =>
        (await LookAsync<CachedJudgement>(JudgementKey(fingerprint), cancellationToken))?.Judgement;

    /// <summary>Caches judgements.</summary>
    public async Task SetJudgementsAsync(IEnumerable<StoredJudgement> judgements, CancellationToken cancellationToken)
    {
        foreach (var judgement in judgements)
        {
            await cache.SetAsync(
                JudgementKey(judgement.Fingerprint), new CachedJudgement(judgement), _keep, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Judges titles once for all simultaneous callers with the same question. Caches nothing.</summary>
    public async Task<IReadOnlyList<StoredJudgement>> ShareJudgementsAsync(
        string question,
        Func<CancellationToken, Task<IReadOnlyList<StoredJudgement>>> judge,
        CancellationToken cancellationToken)
    {
        var shared = await cache.GetOrCreateAsync(
            $"titles:{question}",
            async token => new SharedJudgements(await judge(token)),
            KeepNothing,
            cancellationToken: cancellationToken);

        return shared.Judgements;
    }

    /// <summary>
    /// Removes everything: what was removed from the store, and insights that the store could not keep. The others come
    /// back from the store.
    /// </summary>
    public void Clear() => (local as MemoryCache)?.Clear();

    private static string OverviewKey(string fingerprint) => $"overview:{fingerprint}";

    private static string JudgementKey(string fingerprint) => $"title:{fingerprint}";

    private static string FailureKey(string fingerprint) => $"failure:{fingerprint}";

    private ValueTask<T?> LookAsync<T>(string key, CancellationToken cancellationToken)
        where T : class =>
        cache.GetOrCreateAsync<T?>(
            key,
            static _ => throw new InvalidOperationException("A lookup computes nothing."),
            LookOnly,
            cancellationToken: cancellationToken);

    [ImmutableObject(true)]
    private sealed record FailedQuestion(ModelFailure Reason);

    [ImmutableObject(true)]
    private sealed record CachedJudgement(StoredJudgement Judgement);

    [ImmutableObject(true)]
    private sealed record SharedJudgements(IReadOnlyList<StoredJudgement> Judgements);
}

/// <summary>The outcome of writing an overview.</summary>
/// <param name="Overview">The overview; <see langword="null"/> when the transcripts were removed meanwhile.</param>
/// <param name="MayBeKept">False when the deal was removed while the overview was written.</param>
// Marked immutable, so that the cache returns this object rather than a copy.
[ImmutableObject(true)]
internal sealed record WrittenOverview(StoredOverview? Overview, bool MayBeKept = true);
