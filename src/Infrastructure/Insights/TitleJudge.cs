using DealInsights.Application.Diagnostics;
using DealInsights.Infrastructure.OpenAi;

namespace DealInsights.Infrastructure.Insights;

/// <summary>Has the model judge titles, many in one question; the judgements are cached and stored.</summary>
/// <remarks>
/// Simultaneous callers with the same titles share one question: in this process through the cache, across processes
/// through a lease. Where their titles only overlap, a title may be part of two questions.
/// </remarks>
internal sealed class TitleJudge(
    InsightCache cache,
    SavedInsights saved,
    LeasedWork leased,
    ChatDecisionMakerClassifier model,
    ModelMetrics metrics,
    LanguageModelStatus status,
    TimeProvider clock)
{
    /// <summary>Returns the fingerprint of a title's judgement by today's model and instructions.</summary>
    public string FingerprintOf(string title) =>
        Fingerprint.Of(model.PromptVersion, status.Name, status.Deployment!, title);

    /// <summary>Returns the judgements of titles, at most one a title: those that the model left open have none.</summary>
    /// <param name="titles">Distinct and normalized, at most <see cref="ChatDecisionMakerClassifier.MaxTitles"/>.</param>
    /// <param name="cancellationToken">Cancels the wait, and the work if no other caller waits for it.</param>
    /// <exception cref="LanguageModelException">The model gave no usable answer.</exception>
    public async Task<IReadOnlyList<StoredJudgement>> JudgeAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        var fingerprints = titles.Select(FingerprintOf).Order(StringComparer.Ordinal).ToArray();
        var question = Fingerprint.Of(fingerprints);
        var isFirst = false;
        var judgements = await cache.ShareJudgementsAsync(
            question,
            token =>
            {
                isFirst = true;

                return JudgeOnceAsync(titles, fingerprints, question, token);
            },
            cancellationToken);
        if (!isFirst)
        {
            metrics.RecordCoalesced(InsightKind.Title, titles.Count);
        }

        return judgements;
    }

    private Task<IReadOnlyList<StoredJudgement>> JudgeOnceAsync(
        IReadOnlyList<string> titles, string[] fingerprints, string lease, CancellationToken cancellationToken)
    {
        var holder = LeasedWork.NewHolder();

        return leased.RunAsync(
            token => saved.TryTakeLeaseAsync(lease, holder, token),
            () => saved.ReleaseLeaseAsync(lease, holder),
            token => FindAllAsync(fingerprints, token),
            async (deadline, token) =>
            {
                var judgements = await AskModelAsync(titles, deadline, token);

                return (judgements, IsStored: judgements.Count == titles.Count);
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<StoredJudgement>?> FindAllAsync(
        string[] fingerprints, CancellationToken cancellationToken)
    {
        var stored = await saved.FindJudgementsAsync(fingerprints, cancellationToken);
        if (stored.Count < fingerprints.Length)
        {
            return null;
        }

        await cache.SetJudgementsAsync(stored, cancellationToken);

        return stored;
    }

    private async Task<IReadOnlyList<StoredJudgement>> AskModelAsync(
        IReadOnlyList<string> titles, ModelDeadline deadline, CancellationToken cancellationToken)
    {
        var answer = await model.ClassifyAsync(titles, deadline, cancellationToken);
        var origin = new InsightOrigin(
            status.Name,
            status.Deployment!,
            model.PromptVersion,
            answer.InputTokens,
            answer.OutputTokens,
            clock.GetUtcNow());
        List<StoredJudgement> judgements =
        [
            .. answer.Verdicts.Select(verdict => new StoredJudgement(
                verdict.Key, FingerprintOf(verdict.Key), verdict.Value.MayDecide, verdict.Value.Level, origin)),
        ];
        // Saved even when the last caller has just disconnected, because they were paid for. In the store first, so that a
        // caller who finds only some of them in memory finds the others there.
        await saved.SaveAsync(judgements, CancellationToken.None);
        await cache.SetJudgementsAsync(judgements, CancellationToken.None);

        return judgements;
    }
}
