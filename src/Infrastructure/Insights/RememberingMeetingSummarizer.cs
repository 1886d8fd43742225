using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.LanguageModel;
using DealInsights.Infrastructure.Offline;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <inheritdoc/>
internal sealed class RememberingMeetingSummarizer(
    InsightMemory memory,
    OverviewGenerator generator,
    OverviewRefresher refresher,
    OfflineMeetingSummarizer offline,
    ModelFallback fallback,
    ModelMetrics metrics,
    RequestTimings timings,
    IOptions<CompanyOverviewOptions> options) : IMeetingSummarizer
{
    /// <inheritdoc/>
    public string VersionOf(string digest) => generator.FingerprintOf(digest);

    /// <inheritdoc/>
    public async Task<Insight<MeetingSummary>?> SummarizeAsync(
        string dealName, string digest, CancellationToken cancellationToken)
    {
        var fingerprint = generator.FingerprintOf(digest);
        if (await memory.RecallOverviewAsync(fingerprint, cancellationToken) is { } remembered)
        {
            metrics.RecordCache(InsightKind.Overview, CacheHit.Memory);

            return remembered.Overview is { } known
                ? Answer(known, InsightSource.Stored)
                : await offline.SummarizeAsync(dealName, digest, cancellationToken);
        }

        var stored = await FindStoredAsync(dealName, cancellationToken);
        if (stored.FirstOrDefault(overview => overview.Fingerprint == fingerprint) is { } current)
        {
            metrics.RecordCache(InsightKind.Overview, CacheHit.Store);
            await memory.RememberAsync(current, cancellationToken);

            return Answer(current, InsightSource.Stored);
        }

        if (options.Value.StaleWhileRevalidate && stored is [var older, ..])
        {
            metrics.RecordCache(InsightKind.Overview, CacheHit.Stale);
            refresher.Enqueue(dealName, fingerprint);

            return Answer(older, InsightSource.Stale);
        }

        metrics.RecordCache(InsightKind.Overview, CacheHit.Miss);

        return await GenerateAsync(dealName, digest, fingerprint, cancellationToken);
    }

    private static Insight<MeetingSummary> Answer(StoredOverview overview, InsightSource source) =>
        new(overview.Summary, source, overview.Origin.GeneratedAt);

    private async Task<IReadOnlyList<StoredOverview>> FindStoredAsync(
        string dealName, CancellationToken cancellationToken)
    {
        using var waiting = timings.Waiting(Upstream.Database);

        return await memory.FindOverviewsAsync(dealName, cancellationToken);
    }

    private async Task<Insight<MeetingSummary>?> GenerateAsync(
        string dealName, string digest, string fingerprint, CancellationToken cancellationToken)
    {
        var question = fallback.Begin();
        try
        {
            using var waiting = timings.Waiting(Upstream.Model);
            if (await generator.GenerateAsync(dealName, fingerprint, cancellationToken) is { } written)
            {
                return Answer(written, InsightSource.Model);
            }
        }
        catch (LanguageModelException failure)
        {
            question.Report(failure);
            var standIn = await offline.SummarizeAsync(dealName, digest, cancellationToken);

            return standIn is null ? null : standIn with { Source = InsightSource.OfflineBecause(failure.Reason) };
        }

        return await offline.SummarizeAsync(dealName, digest, cancellationToken);
    }
}
