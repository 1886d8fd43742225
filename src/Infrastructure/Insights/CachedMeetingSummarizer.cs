using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Options;
using Event = DealInsights.Application.Meetings.OverviewEvent<DealInsights.Domain.Insights.Insight<DealInsights.Domain.Meetings.MeetingSummary>?>;

namespace DealInsights.Infrastructure.Insights;

/// <inheritdoc/>
internal sealed class CachedMeetingSummarizer(
    InsightCache cache,
    SavedInsights saved,
    OverviewWriter writer,
    OverviewAuthor author,
    OverviewRefresher refresher,
    ModelFallback fallback,
    ModelMetrics metrics,
    RequestTimings timings,
    IOptions<CompanyOverviewOptions> options) : IMeetingSummarizer
{
    /// <inheritdoc/>
    public async Task<Insight<MeetingSummary>?> SummarizeAsync(
        string dealName, IReadOnlyList<MeetingVersion> versions, CancellationToken cancellationToken)
    {
        var question = writer.Ask(dealName, versions);
        if (await FindAsync(question, cancellationToken) is not { } found)
        {
            return await WriteAsync(question, older: null, onStatement: null, cancellationToken);
        }

        if (IsStale(found))
        {
            await refresher.EnqueueAsync(question, cancellationToken);
        }

        return found;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Event> StreamAsync(
        string dealName,
        IReadOnlyList<MeetingVersion> versions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var question = writer.Ask(dealName, versions);
        var found = await FindAsync(question, cancellationToken);
        if (found is not null && IsStale(found))
        {
            yield return new Event.Earlier(found);
        }

        if (found is not null
            && (!IsStale(found) || await cache.FindFailureAsync(question.Fingerprint, cancellationToken) is not null))
        {
            yield return new Event.Final(found);
            yield break;
        }

        // At most as many statements as an overview has, so it needs no bound.
        var statements = Channel.CreateUnbounded<SummaryStatement>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteToEndAsync();
        if (found is not null)
        {
            // Shares the work, so that the new overview is written even if this caller disconnects.
            await refresher.EnqueueAsync(question, cancellationToken);
        }

        try
        {
            await foreach (var statement in statements.Reader.ReadAllAsync(cancellationToken))
            {
                yield return new Event.Statement(statement);
            }

            yield return new Event.Final(await writing);
        }
        finally
        {
            await ending.CancelAsync();
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<Insight<MeetingSummary>?> WriteToEndAsync()
        {
            try
            {
                return await WriteAsync(
                    question, found, statement => statements.Writer.TryWrite(statement), ending.Token);
            }
            finally
            {
                statements.Writer.Complete();
            }
        }
    }

    private static bool IsStale(Insight<MeetingSummary> insight) => insight.Source.Freshness == InsightFreshness.Stale;

    private static Insight<MeetingSummary> Describe(StoredOverview overview, InsightSource byModel) => new(
        overview.Summary, overview.Origin.IsOffline ? InsightSource.Offline : byModel, overview.Origin.GeneratedAt);

    /// <summary>Finds a cached, stored or stale overview; <see langword="null"/> when it has to be written.</summary>
    private async Task<Insight<MeetingSummary>?> FindAsync(OverviewQuestion question, CancellationToken cancellationToken)
    {
        if (await cache.FindOverviewAsync(question.Fingerprint, cancellationToken) is { Overview: { } cached })
        {
            return Found(CacheHit.Memory, cached, InsightSource.Stored);
        }

        using var waiting = timings.Waiting(Upstream.Database);
        var stored = await saved.FindOverviewAsync(question.DealName, cancellationToken);
        if (stored?.Fingerprint == question.Fingerprint)
        {
            await cache.SetOverviewAsync(stored, cancellationToken);

            return Found(CacheHit.Store, stored, InsightSource.Stored);
        }

        // Only a model's overview is worth showing when it is stale, and only where a model will write the next one.
        if (stored is null or { Origin.IsOffline: true } || author.IsOffline || !options.Value.StaleWhileRevalidate)
        {
            metrics.RecordCache(InsightKind.Overview, CacheHit.Miss);

            return null;
        }

        return await writer.TryAdoptAsync(question, stored, cancellationToken) is { } adopted
            ? Found(CacheHit.Store, adopted, InsightSource.Stored)
            : Found(CacheHit.Stale, stored, InsightSource.Stale);
    }

    private Insight<MeetingSummary> Found(CacheHit hit, StoredOverview overview, InsightSource byModel)
    {
        metrics.RecordCache(InsightKind.Overview, hit);

        return Describe(overview, byModel);
    }

    /// <summary>Writes the overview. If the model fails, returns the older one, or else the overview of the offline rules.</summary>
    private async Task<Insight<MeetingSummary>?> WriteAsync(
        OverviewQuestion question,
        Insight<MeetingSummary>? older,
        Action<SummaryStatement>? onStatement,
        CancellationToken cancellationToken)
    {
        if (older is null && await cache.FindFailureAsync(question.Fingerprint, cancellationToken) is { } recent)
        {
            return await StandInAsync(question, recent, cancellationToken);
        }

        try
        {
            using var waiting = timings.Waiting(Upstream.Model);

            return await writer.WriteAsync(question, onStatement, cancellationToken) is { } written
                ? Describe(written, InsightSource.Model)
                : null;
        }
        // The refresher shares the question, and logs and caches the failure.
        catch (LanguageModelException) when (older is not null)
        {
            return older;
        }
        catch (LanguageModelException failure)
        {
            fallback.Report(failure);
            await cache.SetFailureAsync(question.Fingerprint, failure.Reason, cancellationToken);

            return await StandInAsync(question, failure.Reason, cancellationToken);
        }
    }

    private async Task<Insight<MeetingSummary>?> StandInAsync(
        OverviewQuestion question, ModelFailure reason, CancellationToken cancellationToken) =>
        await writer.WriteStandInAsync(question, cancellationToken) is { } standIn
            ? Describe(standIn, InsightSource.Offline) with { Source = InsightSource.OfflineBecause(reason) }
            : null;
}
