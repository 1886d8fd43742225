using DealInsights.Application.Privacy;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.Insights;

namespace DealInsights.Infrastructure.Removal;

/// <inheritdoc/>
/// <param name="store">Where the data lies.</param>
/// <param name="memory">What is remembered of it; absent where no model is configured.</param>
internal sealed class DataRemoval(IStoredDataRemoval store, InsightMemory? memory = null) : IDataRemoval
{
    /// <inheritdoc/>
    public async Task<RemovalReport> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken) =>
        await ForgetAsync(await store.RemoveDealAsync(dealName, isRehearsal, cancellationToken));

    /// <inheritdoc/>
    public async Task<RemovalReport> RemovePersonAsync(
        PersonAddress person, bool isRehearsal, CancellationToken cancellationToken) =>
        await ForgetAsync(await store.RemovePersonAsync(person, isRehearsal, cancellationToken));

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
