using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// Has the model judge titles, many in one question, and each title once for all callers in this process. A lease on the
/// question keeps other instances from asking it at the same time.
/// </summary>
internal sealed class TitleJudge(
    InsightCache cache,
    SavedInsights saved,
    ChatDecisionMakerClassifier model,
    QuestionRedaction redactions,
    ModelMetrics metrics,
    LanguageModelStatus status,
    IOptions<InsightOptions> options,
    IOptions<LanguageModelOptions> modelOptions,
    TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _clock = clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedCall<TitleJudgements>> _inFlight = new(StringComparer.Ordinal);

    /// <summary>Returns the fingerprint of a title's judgement by today's model and instructions.</summary>
    public string FingerprintOf(string title) =>
        Fingerprint.Of(redactions.VersionOf(Prompt.DecisionMakers), status.Name, status.Deployment!, title);

    /// <summary>Returns the judgements of titles; they are cached and stored then.</summary>
    /// <param name="titles">Distinct and normalized; asked in batches of <see cref="ChatDecisionMakerClassifier.MaxTitles"/>.</param>
    /// <param name="cancellationToken">Cancels the wait, and the work if no other caller waits for it.</param>
    public async Task<TitleJudgements> JudgeAsync(IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(JoinOrStart(titles).Select(call => call.WaitAsync(cancellationToken)));
        var asked = titles.ToHashSet(StringComparer.Ordinal);

        return new TitleJudgements(
            [.. results.SelectMany(result => result.Judgements).Where(judgement => asked.Contains(judgement.Title))],
            [.. results.SelectMany(result => result.Failures)]);
    }

    private List<SharedCall<TitleJudgements>> JoinOrStart(IReadOnlyList<string> titles)
    {
        lock (_gate)
        {
            var joined = titles
                .Where(_inFlight.ContainsKey)
                .GroupBy(title => _inFlight[title])
                .Where(call => call.Key.TryJoin())
                .ToList();
            var shared = joined.SelectMany(call => call).ToList();
            metrics.RecordCoalesced(InsightKind.Title, shared.Count);
            var started = titles
                .Except(shared, StringComparer.Ordinal)
                .Chunk(ChatDecisionMakerClassifier.MaxTitles)
                .Select(Start)
                .ToList();

            return [.. joined.Select(call => call.Key), .. started];
        }
    }

    private SharedCall<TitleJudgements> Start(string[] batch)
    {
        SharedCall<TitleJudgements> call = null!;
        call = new SharedCall<TitleJudgements>(async token =>
        {
            // Leaves the lock under which the call is started.
            await Task.Yield();
            try
            {
                return new TitleJudgements(await JudgeOnceAsync(batch, token), []);
            }
            catch (LanguageModelException failure)
            {
                return new TitleJudgements([], [failure]);
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

    private void Forget(string[] batch, SharedCall<TitleJudgements> call)
    {
        lock (_gate)
        {
            // An abandoned call may have been replaced.
            foreach (var title in batch.Where(title => ReferenceEquals(_inFlight.GetValueOrDefault(title), call)))
            {
                _inFlight.Remove(title);
            }
        }
    }

    /// <summary>Asks the model, unless another instance is asking the same: then waits for what it stores.</summary>
    private async Task<IReadOnlyList<StoredJudgement>> JudgeOnceAsync(string[] batch, CancellationToken cancellationToken)
    {
        var deadline = ModelDeadline.After(modelOptions.Value.Timeout, _clock);
        var fingerprints = batch.Select(FingerprintOf).Order(StringComparer.Ordinal).ToArray();
        var lease = Fingerprint.Of(fingerprints);
        var holder = LeaseRenewal.NewHolder();
        while (!await TakeLeaseAsync(lease, holder, cancellationToken))
        {
            if (deadline.Left <= LookAgain)
            {
                throw new LanguageModelException(ModelFailure.Timeout);
            }

            await Task.Delay(LookAgain, _clock, cancellationToken);
            var stored = await saved.FindJudgementsAsync(fingerprints, cancellationToken);
            if (stored.Count == batch.Length)
            {
                await cache.SetJudgementsAsync(stored, cancellationToken);

                return stored;
            }
        }

        return await AskUnderLeaseAsync(batch, lease, holder, deadline, cancellationToken);
    }

    private Task<bool> TakeLeaseAsync(string lease, string holder, CancellationToken cancellationToken) =>
        saved.TryTakeLeaseAsync(lease, holder, options.Value.LeaseDuration, cancellationToken);

    // The lease is left to expire when all went well: what was stored is found without it.
    private async Task<IReadOnlyList<StoredJudgement>> AskUnderLeaseAsync(
        string[] batch, string lease, string holder, ModelDeadline deadline, CancellationToken cancellationToken)
    {
        var isComplete = false;
        try
        {
            await using var renewal = LeaseRenewal.Start(
                token => TakeLeaseAsync(lease, holder, token), options.Value.LeaseDuration, _clock);
            var judgements = await AskModelAsync(batch, deadline, cancellationToken);
            isComplete = judgements.Count == batch.Length;

            return judgements;
        }
        finally
        {
            if (!isComplete)
            {
                await saved.ReleaseLeaseAsync(lease, holder);
            }
        }
    }

    private async Task<IReadOnlyList<StoredJudgement>> AskModelAsync(
        string[] titles, ModelDeadline deadline, CancellationToken cancellationToken)
    {
        var answer = await model.ClassifyAsync(titles, deadline, cancellationToken);
        var origin = new InsightOrigin(
            status.Name,
            status.Deployment!,
            redactions.VersionOf(Prompt.DecisionMakers),
            answer.InputTokens,
            answer.OutputTokens,
            _clock.GetUtcNow());
        List<StoredJudgement> judgements =
        [
            .. answer.Verdicts.Select(verdict => new StoredJudgement(
                verdict.Key, FingerprintOf(verdict.Key), verdict.Value.MayDecide, verdict.Value.Level, origin)),
        ];
        // Saved even when the last caller has just left, because they were paid for.
        await cache.SetJudgementsAsync(judgements, CancellationToken.None);
        await saved.SaveAsync(judgements, CancellationToken.None);

        return judgements;
    }
}

/// <summary>The model's judgements of titles.</summary>
/// <param name="Judgements">At most one a title: those that the model left open have none.</param>
/// <param name="Failures">One for each question that got no usable answer.</param>
internal sealed record TitleJudgements(
    IReadOnlyList<StoredJudgement> Judgements, IReadOnlyList<LanguageModelException> Failures);
