using System.Runtime.CompilerServices;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Offline;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <inheritdoc/>
internal sealed class RememberingMeetingSummarizer(
    InsightMemory memory,
    OverviewGenerator generator,
    OverviewRefresher refresher,
    OverviewDrafts drafts,
    OfflineMeetingSummarizer offline,
    ModelFallback fallback,
    ModelMetrics metrics,
    RequestTimings timings,
    IOptions<CompanyOverviewOptions> options) : IMeetingSummarizer
{
    /// <inheritdoc/>
    public async Task<Insight<MeetingSummary>?> SummarizeAsync(
        string dealName, string digest, CancellationToken cancellationToken)
    {
        var fingerprint = generator.FingerprintOf(digest);
        if (await RecallAsync(dealName, digest, fingerprint, cancellationToken) is not { } remembered)
        {
            return await GenerateAsync(dealName, digest, fingerprint, older: null, cancellationToken);
        }

        if (remembered.IsStale)
        {
            refresher.Enqueue(dealName, fingerprint);
        }

        return remembered.Insight;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WritingStep<Insight<MeetingSummary>>> FollowAsync(
        string dealName, string digest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var fingerprint = generator.FingerprintOf(digest);
        var remembered = await RecallAsync(dealName, digest, fingerprint, cancellationToken);
        if (remembered is { IsStale: true, Insight: { } stale })
        {
            yield return new WritingStep<Insight<MeetingSummary>>.Earlier(stale);
        }

        if (remembered is not null && (!remembered.IsStale || refresher.HasJustFailed(fingerprint)))
        {
            yield return new WritingStep<Insight<MeetingSummary>>.Finished(remembered.Insight);
            yield break;
        }

        // Before the model is asked, which streams its answer only when somebody reads along.
        using var reading = drafts.Join(fingerprint);
        if (remembered is not null)
        {
            // So that the new one is written even if this caller leaves. Both share the question.
            refresher.Enqueue(dealName, fingerprint);
        }

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = GenerateAsync(dealName, digest, fingerprint, remembered?.Insight, leaving.Token);
        try
        {
            var hasDraft = false;
            await foreach (var step in reading.Draft.ReadAsync(writing, cancellationToken))
            {
                hasDraft = step is WritingStep<Insight<MeetingSummary>>.Draft;
                yield return step;
            }

            var insight = await writing;
            if (hasDraft && insight?.Source != InsightSource.Model)
            {
                yield return new WritingStep<Insight<MeetingSummary>>.Discarded();
            }

            yield return new WritingStep<Insight<MeetingSummary>>.Finished(insight);
        }
        finally
        {
            await leaving.CancelAsync();
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What is known already; <see langword="null"/> when the model has to be asked.</summary>
    private async Task<Remembered?> RecallAsync(
        string dealName, string digest, string fingerprint, CancellationToken cancellationToken)
    {
        if (await memory.RecallOverviewAsync(fingerprint, cancellationToken) is { } remembered)
        {
            metrics.RecordCache(InsightKind.Overview, CacheHit.Memory);

            return new Remembered(remembered.Overview is { } known
                ? Answer(known, InsightSource.Stored)
                : await offline.SummarizeAsync(dealName, digest, cancellationToken));
        }

        var stored = await FindStoredAsync(dealName, cancellationToken);
        if (stored.FirstOrDefault(overview => overview.Fingerprint == fingerprint) is { } current)
        {
            metrics.RecordCache(InsightKind.Overview, CacheHit.Store);
            await memory.RememberAsync(current, cancellationToken);

            return new Remembered(Answer(current, InsightSource.Stored));
        }

        if (options.Value.StaleWhileRevalidate && stored is [var older, ..])
        {
            metrics.RecordCache(InsightKind.Overview, CacheHit.Stale);

            return new Remembered(Answer(older, InsightSource.Stale));
        }

        metrics.RecordCache(InsightKind.Overview, CacheHit.Miss);

        return null;
    }

    private static Insight<MeetingSummary> Answer(StoredOverview overview, InsightSource source) =>
        new(overview.Summary, source, overview.Origin.GeneratedAt);

    private async Task<IReadOnlyList<StoredOverview>> FindStoredAsync(
        string dealName, CancellationToken cancellationToken)
    {
        using var waiting = timings.Waiting(Upstream.Database);

        return await memory.FindOverviewsAsync(dealName, cancellationToken);
    }

    // Where the model fails, the older summary of the model's is better than the rules' of today.
    private async Task<Insight<MeetingSummary>?> GenerateAsync(
        string dealName,
        string digest,
        string fingerprint,
        Insight<MeetingSummary>? older,
        CancellationToken cancellationToken)
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
        catch (LanguageModelException) when (older is not null)
        {
            // Reported by the refresher, which shares the question.
            return older;
        }
        catch (LanguageModelException failure)
        {
            question.Report(failure);
            var standIn = await offline.SummarizeAsync(dealName, digest, cancellationToken);

            return standIn is null ? null : standIn with { Source = InsightSource.OfflineBecause(failure.Reason) };
        }

        return await offline.SummarizeAsync(dealName, digest, cancellationToken);
    }

    private sealed record Remembered(Insight<MeetingSummary>? Insight)
    {
        public bool IsStale => Insight?.Source.Freshness == InsightFreshness.Stale;
    }
}
