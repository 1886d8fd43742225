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
internal sealed partial class RememberingDecisionMakerClassifier(
    InsightMemory memory,
    TitleJudge judge,
    OfflineDecisionMakerClassifier offline,
    ModelFallback fallback,
    ModelMetrics metrics,
    RequestTimings timings,
    ILogger<RememberingDecisionMakerClassifier> logger) : IDecisionMakerClassifier
{
    /// <inheritdoc/>
    public async Task<Insight<IReadOnlyDictionary<string, TitleJudgement>>> ClassifyAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        var judged = new Dictionary<string, StoredJudgement>(StringComparer.Ordinal);
        await RecallAsync(titles, judged, cancellationToken);
        var unknown = Open(titles, judged);
        metrics.RecordCache(InsightKind.Title, CacheHit.Miss, unknown.Count);
        if (unknown.Count == 0)
        {
            return ByModel(judged, InsightSource.Stored);
        }

        var reason = await AskModelAsync(unknown, judged, cancellationToken);
        var open = Open(unknown, judged);

        return open.Count == 0
            ? ByModel(judged, InsightSource.Model)
            : await CompleteOfflineAsync(judged, open, reason, cancellationToken);
    }

    private static List<string> Open(IEnumerable<string> titles, Dictionary<string, StoredJudgement> judged) =>
        [.. titles.Where(title => !judged.ContainsKey(title))];

    private static Insight<IReadOnlyDictionary<string, TitleJudgement>> ByModel(
        Dictionary<string, StoredJudgement> judged, InsightSource source) =>
        new(Verdicts(judged), source, judged.Values.Min(judgement => judgement.Origin.GeneratedAt));

    private static Dictionary<string, TitleJudgement> Verdicts(Dictionary<string, StoredJudgement> judged) =>
        judged.ToDictionary(
            entry => entry.Key,
            entry => TitleJudgement.ByModel(entry.Value.MayDecide, entry.Value.Level),
            StringComparer.Ordinal);

    /// <summary>Adds what is in memory and in the store.</summary>
    private async Task RecallAsync(
        IReadOnlyList<string> titles, Dictionary<string, StoredJudgement> judged, CancellationToken cancellationToken)
    {
        foreach (var title in titles)
        {
            if (await memory.RecallJudgementAsync(judge.FingerprintOf(title), cancellationToken) is { } known)
            {
                judged.Add(title, known);
            }
        }

        metrics.RecordCache(InsightKind.Title, CacheHit.Memory, judged.Count);
        if (Open(titles, judged) is not [_, ..] unknown)
        {
            return;
        }

        using var waiting = timings.Waiting(Upstream.Database);
        var stored = await memory.FindJudgementsAsync(
            [.. unknown.Select(judge.FingerprintOf)], cancellationToken);
        metrics.RecordCache(InsightKind.Title, CacheHit.Store, stored.Count);
        Add(stored, judged);
    }

    /// <summary>Adds what the model says now.</summary>
    /// <returns>Why the model could not be asked about some; null when it could.</returns>
    private async Task<ModelFailure?> AskModelAsync(
        List<string> titles, Dictionary<string, StoredJudgement> judged, CancellationToken cancellationToken)
    {
        var question = fallback.Begin();
        using var waiting = timings.Waiting(Upstream.Model);
        var answer = await judge.JudgeAsync(titles, cancellationToken);
        Add(answer.Judgements, judged);
        foreach (var failure in answer.Failures)
        {
            question.Report(failure);
        }

        return answer.Failures is [var first, ..] ? first.Reason : null;
    }

    private static void Add(IEnumerable<StoredJudgement> judgements, Dictionary<string, StoredJudgement> judged)
    {
        foreach (var judgement in judgements)
        {
            judged[judgement.Title] = judgement;
        }
    }

    private async Task<Insight<IReadOnlyDictionary<string, TitleJudgement>>> CompleteOfflineAsync(
        Dictionary<string, StoredJudgement> judged,
        List<string> open,
        ModelFailure? reason,
        CancellationToken cancellationToken)
    {
        if (reason is null)
        {
            metrics.RecordFallback(ModelFailure.Invalid);
            LogOpenTitles(open.Count);
        }

        var rest = await offline.ClassifyAsync(open, cancellationToken);

        return new(
            Verdicts(judged).Concat(rest.Value).ToDictionary(StringComparer.Ordinal),
            InsightSource.OfflineBecause(reason ?? ModelFailure.Invalid),
            judged.Values.Select(judgement => judgement.Origin.GeneratedAt).Append(rest.GeneratedAt).Min());
    }

    [LoggerMessage(EventId = 1, EventName = "TitlesLeftOpen", Level = LogLevel.Warning,
        Message = "The language model left {OpenTitles} titles open; the offline rules judge them")]
    private partial void LogOpenTitles(int openTitles);
}
