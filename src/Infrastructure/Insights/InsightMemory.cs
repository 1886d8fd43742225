using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// What the model concluded before: in memory first, then in the store. When the store fails the model is asked again.
/// </summary>
internal sealed partial class InsightMemory(
    HybridCache cache,
    IMemoryCache local,
    IInsightStore store,
    IOptions<InsightOptions> options,
    ILogger<InsightMemory> logger)
{
    private static readonly HybridCacheEntryOptions LookOnly = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    private readonly HybridCacheEntryOptions _keep = new() { Expiration = options.Value.MemoryLifetime };

    /// <summary>What is in memory of the material with a fingerprint; <see langword="null"/> for nothing.</summary>
    public ValueTask<RememberedOverview?> RecallOverviewAsync(string fingerprint, CancellationToken cancellationToken) =>
        LookAsync<RememberedOverview>(OverviewKey(fingerprint), cancellationToken);

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
        var known = await cache.GetOrCreateAsync(key, work, _keep, cancellationToken: cancellationToken);
        if (known.Overview is { } overview && overview.Fingerprint != fingerprint)
        {
            // The meetings changed meanwhile. It answers this question, which was about the deal, but no later one.
            await cache.RemoveAsync(key, cancellationToken);
        }

        return known;
    }

    /// <summary>Puts an overview that the store had into memory.</summary>
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

    /// <summary>Keeps an overview in memory and in the store.</summary>
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
        (await LookAsync<RememberedJudgement>(JudgementKey(fingerprint), cancellationToken))?.Judgement;

    /// <summary>
    /// Returns the judgements with some fingerprints that are in the store, and puts them into memory.
    /// </summary>
    public async Task<IReadOnlyList<StoredJudgement>> FindJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken)
    {
        var found = await GuardAsync<IReadOnlyList<StoredJudgement>>(
            () => store.FindJudgementsAsync(fingerprints, cancellationToken), otherwise: []);
        await RememberAsync(found, cancellationToken);

        return found;
    }

    /// <summary>Keeps judgements in memory and in the store.</summary>
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

    private Task RememberAsync(IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken) =>
        Task.WhenAll(judgements.Select(judgement => cache.SetAsync(
            JudgementKey(judgement.Fingerprint),
            new RememberedJudgement(judgement),
            _keep,
            cancellationToken: cancellationToken).AsTask()));

    private ValueTask<T?> LookAsync<T>(string key, CancellationToken cancellationToken)
        where T : class =>
        cache.GetOrCreateAsync<T?>(
            key,
            static _ => throw new InvalidOperationException("Nothing is worked out where one only looks."),
            LookOnly,
            cancellationToken: cancellationToken);

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
}
