using DealInsights.Application.Diagnostics;
using DealInsights.Application.Stakeholders;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Stakeholders;
using DealInsights.Infrastructure.Offline;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Logging;

namespace DealInsights.Infrastructure.Insights;

/// <inheritdoc/>
/// <remarks>
/// Titles that the model left open, or could not be asked about, are judged offline. The source then names the weakest
/// part: offline, even when the model judged the others.
/// </remarks>
internal sealed partial class CachedDecisionMakerClassifier(
    InsightCache cache,
    SavedInsights saved,
    TitleJudge judge,
    OfflineDecisionMakerClassifier offline,
    ModelFallback fallback,
    ModelMetrics metrics,
    RequestTimings timings,
    ILogger<CachedDecisionMakerClassifier> logger) : IDecisionMakerClassifier
{
    /// <inheritdoc/>
    public async Task<Insight<IReadOnlyDictionary<string, TitleJudgement>>> ClassifyAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        var judged = new Dictionary<string, StoredJudgement>(StringComparer.Ordinal);
        await FindAsync(titles, judged, cancellationToken);
        var unknown = OpenTitles(titles, judged);
        metrics.RecordCache(InsightKind.Title, CacheHit.Miss, unknown.Count);
        if (unknown.Count == 0)
        {
            return ByModel(judged, InsightSource.Stored);
        }

        var reason = await AskModelAsync(unknown, judged, cancellationToken);
        var open = OpenTitles(unknown, judged);

        return open.Count == 0
            ? ByModel(judged, InsightSource.Model)
            : await CompleteOfflineAsync(judged, open, reason ?? ModelFailure.Invalid, cancellationToken);
    }

    private static List<string> OpenTitles(IEnumerable<string> titles, Dictionary<string, StoredJudgement> judged) =>
        [.. titles.Where(title => !judged.ContainsKey(title))];

    private static Insight<IReadOnlyDictionary<string, TitleJudgement>> ByModel(
        Dictionary<string, StoredJudgement> judged, InsightSource source) =>
        new(Verdicts(judged), source, judged.Values.Min(judgement => judgement.Origin.GeneratedAt));

    private static Dictionary<string, TitleJudgement> Verdicts(Dictionary<string, StoredJudgement> judged) =>
        judged.ToDictionary(
            entry => entry.Key,
            entry => TitleJudgement.ByModel(entry.Value.MayDecide, entry.Value.Level),
            StringComparer.Ordinal);

    private static void Add(IEnumerable<StoredJudgement> judgements, Dictionary<string, StoredJudgement> judged)
    {
        foreach (var judgement in judgements)
        {
            judged[judgement.Title] = judgement;
        }
    }

    /// <summary>Adds what is in memory and in the store.</summary>
    private async Task FindAsync(
        IReadOnlyList<string> titles, Dictionary<string, StoredJudgement> judged, CancellationToken cancellationToken)
    {
        foreach (var title in titles)
        {
            if (await cache.FindJudgementAsync(judge.FingerprintOf(title), cancellationToken) is { } known)
            {
                judged.Add(title, known);
            }
        }

        metrics.RecordCache(InsightKind.Title, CacheHit.Memory, judged.Count);
        if (OpenTitles(titles, judged) is not [_, ..] unknown)
        {
            return;
        }

        using var waiting = timings.Waiting(Upstream.Database);
        var stored = await saved.FindJudgementsAsync([.. unknown.Select(judge.FingerprintOf)], cancellationToken);
        await cache.SetJudgementsAsync(stored, cancellationToken);
        metrics.RecordCache(InsightKind.Title, CacheHit.Store, stored.Count);
        Add(stored, judged);
    }

    /// <summary>Adds what the model says now, except of titles about which it failed a moment ago.</summary>
    /// <returns>Why some are missing; <see langword="null"/> when the model was asked about all and did not fail.</returns>
    private async Task<ModelFailure?> AskModelAsync(
        List<string> titles, Dictionary<string, StoredJudgement> judged, CancellationToken cancellationToken)
    {
        ModelFailure? reason = null;
        var asked = new List<string>();
        foreach (var title in titles)
        {
            if (await cache.FindFailureAsync(judge.FingerprintOf(title), cancellationToken) is { } recent)
            {
                reason ??= recent;
            }
            else
            {
                asked.Add(title);
            }
        }

        if (asked.Count == 0)
        {
            return reason;
        }

        var question = fallback.Begin();
        using var waiting = timings.Waiting(Upstream.Model);
        var answer = await judge.JudgeAsync(asked, cancellationToken);
        Add(answer.Judgements, judged);
        foreach (var failure in answer.Failures)
        {
            question.Report(failure);
        }

        await RememberFailuresAsync(OpenTitles(asked, judged), answer.Failures, cancellationToken);

        return answer.Failures is [var first, ..] ? first.Reason : reason;
    }

    private async Task RememberFailuresAsync(
        List<string> open, IReadOnlyList<LanguageModelException> failures, CancellationToken cancellationToken)
    {
        if (open.Count > 0 && failures.Count == 0)
        {
            metrics.RecordFallback(ModelFailure.Invalid);
            LogOpenTitles(open.Count);
        }

        foreach (var title in open)
        {
            await cache.SetFailureAsync(
                judge.FingerprintOf(title), failures is [var first, ..] ? first.Reason : ModelFailure.Invalid, cancellationToken);
        }
    }

    private async Task<Insight<IReadOnlyDictionary<string, TitleJudgement>>> CompleteOfflineAsync(
        Dictionary<string, StoredJudgement> judged,
        List<string> open,
        ModelFailure reason,
        CancellationToken cancellationToken)
    {
        var rest = await offline.ClassifyAsync(open, cancellationToken);

        return new(
            Verdicts(judged).Concat(rest.Value).ToDictionary(StringComparer.Ordinal),
            InsightSource.OfflineBecause(reason),
            judged.Values.Select(judgement => judgement.Origin.GeneratedAt).Append(rest.GeneratedAt).Min());
    }

    [LoggerMessage(EventId = 1, EventName = "TitlesLeftOpen", Level = LogLevel.Warning,
        Message = "The language model left {OpenTitles} titles open; the offline rules judge them")]
    private partial void LogOpenTitles(int openTitles);
}
