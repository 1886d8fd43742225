using DealInsights.Application.Diagnostics;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// Has the model judge titles, each once for all who want it, in this process and in others, many in one question.
/// </summary>
internal sealed class TitleJudge(
    InsightMemory memory,
    InsightLeases leases,
    ChatDecisionMakerClassifier model,
    QuestionRedaction redactions,
    ModelMetrics metrics,
    LanguageModelStatus status,
    IOptions<LanguageModelOptions> modelOptions,
    TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedCall<BatchResult>> _inFlight = new(StringComparer.Ordinal);

    /// <summary>The identity of today's judgement of a title.</summary>
    public string FingerprintOf(string title) =>
        Fingerprint.Of(redactions.VersionOf(Prompt.DecisionMakers), status.Name, status.Deployment!, title);

    /// <summary>
    /// The judgements of titles, from whoever asked the model about them first. They are in memory and in the store then.
    /// </summary>
    /// <param name="titles">Distinct and normalized. In questions of <see cref="ChatDecisionMakerClassifier.MaxTitles"/>.</param>
    /// <param name="cancellationToken">Gives up, and ends the work that nobody else waits for.</param>
    public async Task<TitleJudgements> JudgeAsync(IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(JoinOrStart(titles).Select(call => call.WaitAsync(cancellationToken)));
        var asked = titles.ToHashSet(StringComparer.Ordinal);

        return new TitleJudgements(
            [.. results.SelectMany(result => result.Judgements).Where(judgement => asked.Contains(judgement.Title))],
            [.. results.Select(result => result.Failure).OfType<LanguageModelException>()]);
    }

    private List<SharedCall<BatchResult>> JoinOrStart(IReadOnlyList<string> titles)
    {
        lock (_gate)
        {
            var joined = titles
                .Select(title => (title, Call: _inFlight.GetValueOrDefault(title)))
                .Where(entry => entry.Call is not null)
                .GroupBy(entry => entry.Call!, entry => entry.title)
                .Where(call => call.Key.TryJoin())
                .ToList();
            foreach (var _ in joined.SelectMany(call => call))
            {
                metrics.RecordCoalesced(InsightKind.Title);
            }

            var started = titles
                .Except(joined.SelectMany(call => call), StringComparer.Ordinal)
                .Chunk(ChatDecisionMakerClassifier.MaxTitles)
                .Select(Start)
                .ToList();

            return [.. joined.Select(call => call.Key), .. started];
        }
    }

    private SharedCall<BatchResult> Start(string[] batch)
    {
        SharedCall<BatchResult> call = null!;
        call = new SharedCall<BatchResult>(async token =>
        {
            // Out of the lock under which it is begun.
            await Task.Yield();
            try
            {
                return await JudgeBatchAsync(batch, token);
            }
            finally
            {
                Forget(batch, call);
            }
        });
        call.TryJoin();
        foreach (var title in batch)
        {
            _inFlight[title] = call;
        }

        return call;
    }

    private void Forget(string[] batch, SharedCall<BatchResult> call)
    {
        lock (_gate)
        {
            // Those that were abandoned may have been begun anew.
            foreach (var title in batch.Where(title => ReferenceEquals(_inFlight.GetValueOrDefault(title), call)))
            {
                _inFlight.Remove(title);
            }
        }
    }

    private async Task<BatchResult> JudgeBatchAsync(string[] batch, CancellationToken cancellationToken)
    {
        var judged = new List<StoredJudgement>();
        try
        {
            await JudgeOnceAsync(batch, judged, cancellationToken);

            return new BatchResult(judged, Failure: null);
        }
        catch (LanguageModelException failure)
        {
            return new BatchResult(judged, failure);
        }
    }

    /// <summary>Asks the model about the titles that no other instance is asking about, and waits for the others.</summary>
    private async Task JudgeOnceAsync(string[] batch, List<StoredJudgement> judged, CancellationToken cancellationToken)
    {
        var deadline = ModelDeadline.After(modelOptions.Value.Timeout, clock);
        var open = batch.ToDictionary(FingerprintOf, StringComparer.Ordinal);
        while (true)
        {
            await using var lease = await leases.TakeFreeAsync(open.Keys, cancellationToken);
            // Whoever had a lease before may have been asking for the same.
            Settle(await memory.FindJudgementsAsync(open.Keys, cancellationToken));
            var mine = open.Where(title => lease.Names.Contains(title.Key)).Select(title => title.Value).ToList();
            if (mine.Count > 0)
            {
                Settle(await AskModelAsync(mine, deadline, cancellationToken));
                // What the model left open stays so: asking again would be paid again.
                foreach (var title in mine)
                {
                    open.Remove(FingerprintOf(title));
                }
            }

            if (open.Count == 0)
            {
                return;
            }

            await leases.WaitAsync(deadline, cancellationToken);
        }

        void Settle(IReadOnlyList<StoredJudgement> judgements)
        {
            judged.AddRange(judgements);
            foreach (var judgement in judgements)
            {
                open.Remove(judgement.Fingerprint);
            }
        }
    }

    private async Task<IReadOnlyList<StoredJudgement>> AskModelAsync(
        List<string> titles, ModelDeadline deadline, CancellationToken cancellationToken)
    {
        var answer = await model.ClassifyAsync(titles, deadline, cancellationToken);
        var origin = new InsightOrigin(
            status.Name,
            status.Deployment!,
            redactions.VersionOf(Prompt.DecisionMakers),
            answer.InputTokens,
            answer.OutputTokens,
            clock.GetUtcNow());
        List<StoredJudgement> judgements =
        [
            .. answer.Verdicts.Select(verdict => new StoredJudgement(
                verdict.Key, FingerprintOf(verdict.Key), verdict.Value.MayDecide, verdict.Value.Level, origin)),
        ];
        // They were paid for: kept even when the last who wanted them has just left.
        await memory.SaveAsync(judgements, CancellationToken.None);

        return judgements;
    }

    /// <summary>What became of a batch.</summary>
    /// <param name="Judgements">Those that were made before it failed, or all.</param>
    /// <param name="Failure">Why the others are missing; null when the model only left them open.</param>
    private sealed record BatchResult(IReadOnlyList<StoredJudgement> Judgements, LanguageModelException? Failure);
}

/// <summary>What the model thinks of some titles.</summary>
/// <param name="Judgements">At most one a title: those that the model left open have none.</param>
/// <param name="Failures">One for each question that got no usable answer.</param>
internal sealed record TitleJudgements(
    IReadOnlyList<StoredJudgement> Judgements, IReadOnlyList<LanguageModelException> Failures);
