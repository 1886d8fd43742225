using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// The store of insights for callers that can do without it. When it fails, nothing is found, every lease counts as held,
/// and the model is asked again: that costs money, but no response.
/// </summary>
internal sealed partial class SavedInsights(
    IInsightStore store, IOptions<InsightOptions> options, ILogger<SavedInsights> logger)
{
    public Task<StoredOverview?> FindOverviewAsync(string dealName, CancellationToken cancellationToken) =>
        TryAsync(() => store.FindOverviewAsync(dealName, cancellationToken), otherwise: null);

    /// <summary>Saves an overview under a lease.</summary>
    /// <returns>False when the lease was lost, for instance because the deal was removed; true while the store fails.</returns>
    public Task<bool> SaveAsync(StoredOverview overview, string holder, CancellationToken cancellationToken) =>
        TryAsync(() => store.SaveOverviewAsync(overview, holder, cancellationToken), otherwise: true);

    /// <summary>Gives the stored overview of the same content the fingerprint of this one.</summary>
    public Task AdoptAsync(StoredOverview overview, CancellationToken cancellationToken) => TryAsync(
        () => store.AdoptOverviewAsync(
            overview.DealName, overview.ContentFingerprint, overview.Fingerprint, cancellationToken));

    public Task<OverviewLease> TakeOverviewLeaseAsync(
        string dealName, string holder, CancellationToken cancellationToken) =>
        TryAsync(
            () => store.TakeOverviewLeaseAsync(dealName, holder, options.Value.LeaseDuration, cancellationToken),
            otherwise: new OverviewLease(IsHeld: true, Stored: null));

    public Task ReleaseOverviewLeaseAsync(string dealName, string holder) =>
        TryAsync(() => store.ReleaseOverviewLeaseAsync(dealName, holder, CancellationToken.None));

    public Task<IReadOnlyList<StoredJudgement>> FindJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken) =>
        TryAsync(() => store.FindJudgementsAsync(fingerprints, cancellationToken), otherwise: []);

    public Task SaveAsync(IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken) =>
        TryAsync(() => store.SaveJudgementsAsync(judgements, cancellationToken));

    public Task<bool> TryTakeLeaseAsync(string name, string holder, CancellationToken cancellationToken) => TryAsync(
        () => store.TryTakeLeaseAsync(name, holder, options.Value.LeaseDuration, cancellationToken), otherwise: true);

    public Task ReleaseLeaseAsync(string name, string holder) =>
        TryAsync(() => store.ReleaseLeaseAsync(name, holder, CancellationToken.None));

    private Task<bool> TryAsync(Func<Task> call) => TryAsync(
        async () =>
        {
            await call();

            return true;
        },
        otherwise: false);

    private async Task<T> TryAsync<T>(Func<Task<T>> call, T otherwise)
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
        Message = "The store of insights failed; the response goes on without it, and instances may ask the language model the same")]
    private partial void LogStoreFailed(Exception failure);
}
