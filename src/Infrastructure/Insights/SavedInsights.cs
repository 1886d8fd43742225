using Microsoft.Extensions.Logging;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// The store of insights for callers that can do without it: when it fails the model is asked again, which costs money but
/// no response.
/// </summary>
internal sealed partial class SavedInsights(IInsightStore store, ILogger<SavedInsights> logger)
{
    /// <summary>Finds a deal's overview; <see langword="null"/> while the store fails.</summary>
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

    /// <summary>Finds judgements; none while the store fails.</summary>
    public Task<IReadOnlyList<StoredJudgement>> FindJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken) =>
        TryAsync(() => store.FindJudgementsAsync(fingerprints, cancellationToken), otherwise: []);

    /// <summary>Saves judgements.</summary>
    public Task SaveAsync(IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken) =>
        TryAsync(() => store.SaveJudgementsAsync(judgements, cancellationToken));

    /// <summary>Takes or renews the lease on a deal's overview; one that the store cannot give counts as held.</summary>
    public Task<OverviewLease> TakeOverviewLeaseAsync(
        string dealName, string holder, TimeSpan duration, CancellationToken cancellationToken) =>
        TryAsync(
            () => store.TakeOverviewLeaseAsync(dealName, holder, duration, cancellationToken),
            otherwise: new OverviewLease(IsHeld: true, Stored: null));

    /// <summary>Ends the lease on a deal's overview.</summary>
    public Task ReleaseOverviewLeaseAsync(string dealName, string holder) =>
        TryAsync(() => store.ReleaseOverviewLeaseAsync(dealName, holder, CancellationToken.None));

    /// <summary>Takes or renews a lease; one that the store cannot give counts as held.</summary>
    public Task<bool> TryTakeLeaseAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellationToken) =>
        TryAsync(() => store.TryTakeLeaseAsync(name, holder, duration, cancellationToken), otherwise: true);

    /// <summary>Ends a lease.</summary>
    public Task ReleaseLeaseAsync(string name, string holder) =>
        TryAsync(() => store.ReleaseLeaseAsync(name, holder, CancellationToken.None));

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

    private Task<bool> TryAsync(Func<Task> call) => TryAsync(
        async () =>
        {
            await call();

            return true;
        },
        otherwise: false);

    [LoggerMessage(EventId = 1, EventName = "InsightStoreFailed", Level = LogLevel.Warning,
        Message = "The store of insights failed; the response goes on without it, and instances may ask the language model the same")]
    private partial void LogStoreFailed(Exception failure);
}
