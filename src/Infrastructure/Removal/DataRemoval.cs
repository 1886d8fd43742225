using DealInsights.Application.Audit;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Privacy;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Removal;

/// <inheritdoc/>
/// <param name="store">Where the data lies.</param>
/// <param name="trail">What was taken down and is not written yet.</param>
/// <param name="records">The audit records, which name deals until those are removed.</param>
/// <param name="memory">What is remembered of it; absent where no model is configured.</param>
internal sealed class DataRemoval(
    IStoredDataRemoval store, AuditTrail trail, IAuditRepository records, InsightMemory? memory = null) : IDataRemoval
{
    /// <inheritdoc/>
    public async Task<RemovalReport> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken)
    {
        var report = await ForgetAsync(await store.RemoveDealAsync(dealName, isRehearsal, cancellationToken));
        if (isRehearsal)
        {
            return report;
        }

        await trail.FlushAsync(cancellationToken);
        var renamed = await records.ForgetDealAsync(DealHash.Of(dealName), cancellationToken);
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
        var report = await ForgetAsync(await store.RemovePersonAsync(person, isRehearsal, cancellationToken));
        if (!isRehearsal)
        {
            await store.EraseTracesAsync(cancellationToken);
        }

        return report;
    }

    private async Task<RemovalReport> ForgetAsync(StoredRemoval removal)
    {
        if (memory is not null && !removal.Report.IsRehearsal)
        {
            // Whoever asked may have left: what is gone from the store is not to be remembered because of that.
            await memory.ForgetAsync(removal.Fingerprints, CancellationToken.None);
        }

        return removal.Report;
    }
}
