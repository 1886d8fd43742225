using DealInsights.Application.Audit;
using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Privacy;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Removal;

/// <inheritdoc/>
/// <param name="store">The stored data.</param>
/// <param name="deals">Finds the id by which audit records name the deal.</param>
/// <param name="trail">The entries that are not written yet.</param>
/// <param name="records">The audit records, which hold ids of deals until those are removed.</param>
/// <param name="cache">The insights that this instance has in memory.</param>
internal sealed class DataRemoval(
    IStoredDataRemoval store, IDealRepository deals, AuditTrail trail, IAuditRepository records, InsightCache cache)
    : IDataRemoval
{
    /// <inheritdoc/>
    public async Task<RemovalReport> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken)
    {
        var ids = await deals.FindIdsAsync([dealName], cancellationToken);
        var report = Forget(await store.RemoveDealAsync(dealName, isRehearsal, cancellationToken));
        if (isRehearsal)
        {
            return report;
        }

        await trail.FlushAsync(cancellationToken);
        var renamed = 0L;
        // Records of earlier versions hold the name.
        foreach (var identity in ids.Values.Append(dealName))
        {
            renamed += await records.ForgetDealAsync(DealHash.Of(identity), cancellationToken);
        }

        // Also when nothing was found: an earlier removal may have failed at this step.
        await store.EraseTracesAsync(cancellationToken);

        // Records are of what was done to a deal: alone they do not make it one that is stored.
        return report.IsEmpty ? report : report with
        {
            Collections = [.. report.Collections, new CollectionRemoval(StoredCollection.AuditRecords.Name, 0, renamed, 0)],
        };
    }

    /// <inheritdoc/>
    public async Task<RemovalReport> RemovePersonAsync(
        PersonAddress person, bool isRehearsal, CancellationToken cancellationToken)
    {
        var report = Forget(await store.RemovePersonAsync(person, isRehearsal, cancellationToken));
        if (!isRehearsal)
        {
            await store.EraseTracesAsync(cancellationToken);
        }

        return report;
    }

    private RemovalReport Forget(RemovalReport report)
    {
        if (!report.IsRehearsal)
        {
            cache.Clear();
        }

        return report;
    }
}
