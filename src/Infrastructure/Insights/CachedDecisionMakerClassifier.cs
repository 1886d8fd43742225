using DealInsights.Application.Diagnostics;
using DealInsights.Application.Stakeholders;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Stakeholders;
using DealInsights.Infrastructure.Offline;
using DealInsights.Infrastructure.OpenAi;

namespace DealInsights.Infrastructure.Insights;

/// <inheritdoc/>
/// <remarks>
/// Titles that the model left open, or could not be asked about, are judged offline. The source then names the weakest
/// part: offline, even when the model judged the others.
/// </remarks>
internal sealed class CachedDecisionMakerClassifier(
    InsightCache cache,
    SavedInsights saved,
    TitleJudge judge,
    OfflineDecisionMakerClassifier offline,
    ModelMetrics metrics,
    ModelFallback fallback,
    RequestTimings timings) : IDecisionMakerClassifier
{
    /// <inheritdoc/>
    public async Task<Insight<IReadOnlyDictionary<string, TitleJudgement>>> ClassifyAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        var known = await FindAsync(titles, cancellationToken);
        var unknown = Open(titles, known);
        metrics.RecordCache(InsightKind.Title, CacheHit.Miss, unknown.Count);
        if (unknown.Count == 0)
        {
            return ByModel(known, InsightSource.Stored);
        }

        var (judged, failure) = await AskModelAsync(unknown, cancellationToken);
        known.AddRange(judged);

        return failure is { } reason
            ? await CompleteOfflineAsync(known, Open(unknown, judged), reason, cancellationToken)
            : ByModel(known, InsightSource.Model);
    }

    private static List<string> Open(IEnumerable<string> titles, IEnumerable<StoredJudgement> judged) =>
        [.. titles.Except(judged.Select(judgement => judgement.Title), StringComparer.Ordinal)];

    private static Insight<IReadOnlyDictionary<string, TitleJudgement>> ByModel(
        List<StoredJudgement> judged, InsightSource source) =>
        new(Verdicts(judged), source, judged.Min(judgement => judgement.Origin.GeneratedAt));

    private static Dictionary<string, TitleJudgement> Verdicts(List<StoredJudgement> judged) =>
        judged.ToDictionary(
            judgement => judgement.Title,
            judgement => TitleJudgement.ByModel(judgement.MayDecide, judgement.Level),
            StringComparer.Ordinal);

    /// <summary>Returns the judgements that are in memory or in the store.</summary>
    private async Task<List<StoredJudgement>> FindAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        var found = new List<StoredJudgement>();
        foreach (var title in titles)
        {
            if (await cache.FindJudgementAsync(judge.FingerprintOf(title), cancellationToken) is { } cached)
            {
                found.Add(cached);
            }
        }

        metrics.RecordCache(InsightKind.Title, CacheHit.Memory, found.Count);
        if (Open(titles, found) is not [_, ..] unknown)
        {
            return found;
        }

        using var waiting = timings.Waiting(Upstream.Database);
        var stored = await saved.FindJudgementsAsync([.. unknown.Select(judge.FingerprintOf)], cancellationToken);
        await cache.SetJudgementsAsync(stored, cancellationToken);
        metrics.RecordCache(InsightKind.Title, CacheHit.Store, stored.Count);

        return [.. found, .. stored];
    }

    /// <summary>Asks the model about titles, except those about which it failed a moment ago.</summary>
    /// <returns>Its judgements, and why some are missing; <see langword="null"/> when none is.</returns>
    private async Task<(List<StoredJudgement> Judged, ModelFailure? Failure)> AskModelAsync(
        List<string> titles, CancellationToken cancellationToken)
    {
        ModelFailure? recent = null;
        var asked = new List<string>();
        foreach (var title in titles)
        {
            if (await cache.FindFailureAsync(judge.FingerprintOf(title), cancellationToken) is { } failure)
            {
                recent ??= failure;
            }
            else
            {
                asked.Add(title);
            }
        }

        var answers = await Task.WhenAll(
            asked.Chunk(ChatDecisionMakerClassifier.MaxTitles).Select(batch => AskAsync(batch, cancellationToken)));

        return (
            [.. answers.SelectMany(answer => answer.Judged)],
            answers.Select(answer => answer.Failure).Append(recent).FirstOrDefault(failure => failure is not null));
    }

    /// <summary>Asks the model one question; titles that it did not judge are not asked about again for a while.</summary>
    private async Task<(IReadOnlyList<StoredJudgement> Judged, ModelFailure? Failure)> AskAsync(
        string[] titles, CancellationToken cancellationToken)
    {
        using var waiting = timings.Waiting(Upstream.Model);
        IReadOnlyList<StoredJudgement> judged = [];
        var reason = ModelFailure.Invalid;
        try
        {
            judged = await judge.JudgeAsync(titles, cancellationToken);
            fallback.ReportOpenTitles(titles.Length - judged.Count);
        }
        catch (LanguageModelException failure)
        {
            fallback.Report(failure);
            reason = failure.Reason;
        }

        var open = Open(titles, judged);
        foreach (var title in open)
        {
            await cache.SetFailureAsync(judge.FingerprintOf(title), reason, cancellationToken);
        }

        return (judged, open.Count == 0 ? null : reason);
    }

    private async Task<Insight<IReadOnlyDictionary<string, TitleJudgement>>> CompleteOfflineAsync(
        List<StoredJudgement> judged, List<string> open, ModelFailure reason, CancellationToken cancellationToken)
    {
        var rest = await offline.ClassifyAsync(open, cancellationToken);

        return new(
            Verdicts(judged).Concat(rest.Value).ToDictionary(StringComparer.Ordinal),
            InsightSource.OfflineBecause(reason),
            judged.Select(judgement => judgement.Origin.GeneratedAt).Append(rest.GeneratedAt).Min());
    }
}
