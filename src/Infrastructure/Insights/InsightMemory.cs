using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// What the model concluded before: in memory first, then in the cache that instances share if there is one, then in the
/// store. A store that fails costs money, since the model is asked again, but no answer; so does the shared cache, whose
/// loss costs a look into the store.
/// </summary>
internal sealed partial class InsightMemory(
    HybridCache cache,
    IMemoryCache local,
    IInsightStore store,
    IOptions<InsightOptions> options,
    ILogger<InsightMemory> logger,
    ISharedCacheStatus? sharedCache = null)
{
    private static readonly HybridCacheEntryOptions LookInMemory = new()
    {
        Flags = HybridCacheEntryFlags.DisableUnderlyingData | HybridCacheEntryFlags.DisableDistributedCache,
    };

    private readonly HybridCacheEntryOptions _lookInShared = Keep(options.Value, HybridCacheEntryFlags.DisableUnderlyingData);

    private readonly HybridCacheEntryOptions _keepInMemory = Keep(options.Value, HybridCacheEntryFlags.DisableDistributedCache);

    private readonly HybridCacheEntryOptions _keep = Keep(options.Value, HybridCacheEntryFlags.None);

    /// <summary>What is in memory of the material with a fingerprint; <see langword="null"/> for nothing.</summary>
    public ValueTask<RememberedOverview?> RecallOverviewAsync(string fingerprint, CancellationToken cancellationToken) =>
        LookAsync<RememberedOverview>(OverviewKey(fingerprint), LookInMemory, cancellationToken);

    /// <summary>
    /// What another instance put into the shared cache of the material with a fingerprint, and which is in memory from
    /// now on; <see langword="null"/> for nothing.
    /// </summary>
    public async Task<StoredOverview?> FindSharedOverviewAsync(string fingerprint, CancellationToken cancellationToken) =>
        await LookInSharedAsync<RememberedOverview>(
            OverviewKey(fingerprint), found => found.Overview?.Fingerprint == fingerprint, cancellationToken) is { } shared
                ? shared.Overview
                : null;

    /// <summary>
    /// What is known in memory of the material with a fingerprint, worked out when nothing is. Simultaneous calls share
    /// the work; it goes on until the last of them gives up. A failure is not remembered.
    /// </summary>
    public async Task<RememberedOverview> GetOverviewAsync(
        string fingerprint,
        Func<CancellationToken, ValueTask<RememberedOverview>> work,
        CancellationToken cancellationToken)
    {
        var key = OverviewKey(fingerprint);
        var known = await cache.GetOrCreateAsync(key, work, _keepInMemory, cancellationToken: cancellationToken);
        if (known.Overview is { } overview && overview.Fingerprint != fingerprint)
        {
            // The meetings changed meanwhile. It answers this question, which was about the deal, but no later one.
            await cache.RemoveAsync(key, cancellationToken);
        }

        return known;
    }

    /// <summary>Puts an overview that the store had into memory and into the shared cache.</summary>
    public ValueTask RememberAsync(StoredOverview overview, CancellationToken cancellationToken) =>
        cache.SetAsync(
            OverviewKey(overview.Fingerprint),
            new RememberedOverview(overview),
            _keep,
            cancellationToken: cancellationToken);

    /// <summary>The deal's overviews in the store, the latest generated first; none while the store fails.</summary>
    public Task<IReadOnlyList<StoredOverview>> FindOverviewsAsync(
        string dealName, CancellationToken cancellationToken) =>
        GuardAsync<IReadOnlyList<StoredOverview>>(
            () => store.FindOverviewsAsync(dealName, cancellationToken), otherwise: []);

    /// <summary>Keeps an overview in memory, in the shared cache, and in the store.</summary>
    public async Task SaveAsync(StoredOverview overview, CancellationToken cancellationToken)
    {
        await RememberAsync(overview, cancellationToken);
        await GuardAsync(
            async () =>
            {
                await store.SaveOverviewAsync(overview, cancellationToken);
                return true;
            },
            otherwise: false);
    }

    /// <summary>What is in memory of a title; <see langword="null"/> for nothing.</summary>
    public async ValueTask<StoredJudgement?> RecallJudgementAsync(
        string fingerprint, CancellationToken cancellationToken) =>
        (await LookAsync<RememberedJudgement>(JudgementKey(fingerprint), LookInMemory, cancellationToken))?.Judgement;

    /// <summary>
    /// The judgements with some fingerprints that are in the shared cache, and which are in memory from now on.
    /// </summary>
    public async Task<IReadOnlyList<StoredJudgement>> FindSharedJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken)
    {
        // At once: the way to the cache is what takes the time.
        var found = await Task.WhenAll(fingerprints.Select(fingerprint => LookInSharedAsync<RememberedJudgement>(
            JudgementKey(fingerprint), one => one.Judgement.Fingerprint == fingerprint, cancellationToken)));

        return [.. found.OfType<RememberedJudgement>().Select(one => one.Judgement)];
    }

    /// <summary>
    /// The judgements with some fingerprints that are in the store, and which are in memory and in the shared cache from
    /// now on.
    /// </summary>
    public async Task<IReadOnlyList<StoredJudgement>> FindJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken)
    {
        var found = await GuardAsync<IReadOnlyList<StoredJudgement>>(
            () => store.FindJudgementsAsync(fingerprints, cancellationToken), otherwise: []);
        await RememberAsync(found, cancellationToken);

        return found;
    }

    /// <summary>Keeps judgements in memory, in the shared cache, and in the store.</summary>
    public async Task SaveAsync(IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken)
    {
        await RememberAsync(judgements, cancellationToken);
        await GuardAsync(
            async () =>
            {
                await store.SaveJudgementsAsync(judgements, cancellationToken);
                return true;
            },
            otherwise: false);
    }

    private static string OverviewKey(string fingerprint) => "overview:" + fingerprint;

    private static string JudgementKey(string fingerprint) => "title:" + fingerprint;

    private static HybridCacheEntryOptions Keep(InsightOptions options, HybridCacheEntryFlags flags) => new()
    {
        Expiration = options.MemoryLifetime,
        LocalCacheExpiration = options.MemoryLifetime,
        Flags = flags,
    };

    private Task RememberAsync(IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken) =>
        Task.WhenAll(judgements.Select(judgement => cache.SetAsync(
            JudgementKey(judgement.Fingerprint),
            new RememberedJudgement(judgement),
            _keep,
            cancellationToken: cancellationToken).AsTask()));

    private ValueTask<T?> LookAsync<T>(string key, HybridCacheEntryOptions where, CancellationToken cancellationToken)
        where T : class =>
        cache.GetOrCreateAsync<T?>(
            key,
            static _ => throw new InvalidOperationException("Nothing is worked out where one only looks."),
            where,
            cancellationToken: cancellationToken);

    /// <summary>What the shared cache has under a key, if it is what was written there.</summary>
    private async Task<T?> LookInSharedAsync<T>(string key, Predicate<T> isIt, CancellationToken cancellationToken)
        where T : class
    {
        if (sharedCache is not { IsAvailable: true })
        {
            return null;
        }

        try
        {
            if (await LookAsync<T>(key, _lookInShared, cancellationToken) is not { } found)
            {
                return null;
            }

            if (isIt(found))
            {
                return found;
            }

            await cache.RemoveAsync(key, cancellationToken);
        }
        // Others can write there too, and what they write may be anything.
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            LogUnreadable(unreadable.GetType().Name);
        }

        return null;
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> call, T otherwise)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogStoreFailed(failure);

            return otherwise;
        }
    }

    [LoggerMessage(EventId = 1, EventName = "InsightStoreFailed", Level = LogLevel.Warning,
        Message = "The store of the language model's insights failed; the answer goes on without it")]
    private partial void LogStoreFailed(Exception failure);

    [LoggerMessage(EventId = 2, EventName = "SharedInsightUnreadable", Level = LogLevel.Warning,
        Message = "An entry of the shared cache cannot be read ({Reason}); the answer goes on without it")]
    private partial void LogUnreadable(string reason);
}
