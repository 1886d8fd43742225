using Microsoft.Extensions.Caching.Memory;

namespace DealInsights.Infrastructure.Insights;

internal sealed partial class InsightMemory
{
    /// <summary>
    /// Forgets insights that were removed from the store: here, all of them, because an insight that the store could not keep is known by no fingerprint.
    /// The others are in the store and come back from there. Other instances keep theirs for their lifetime; nothing asks
    /// them for it, since what is asked for is a fingerprint of what is stored now.
    /// </summary>
    public async Task ForgetAsync(IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken)
    {
        foreach (var fingerprint in fingerprints)
        {
            await cache.RemoveAsync([OverviewKey(fingerprint), JudgementKey(fingerprint)], cancellationToken);
        }

        (local as MemoryCache)?.Clear();
    }

    /// <summary>Takes back an overview that was saved of meetings that are not there any more, or are others now.</summary>
    public async Task ForgetAsync(StoredOverview overview, CancellationToken cancellationToken)
    {
        await cache.RemoveAsync(OverviewKey(overview.Fingerprint), cancellationToken);
        await GuardAsync(
            async () =>
            {
                await store.RemoveOverviewAsync(overview.DealName, overview.Fingerprint, cancellationToken);
                return true;
            },
            otherwise: false);
    }
}
