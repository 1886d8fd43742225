using System.Collections.Concurrent;
using DealInsights.Application;
using DealInsights.Application.Meetings;
using DealInsights.Application.Warming;
using DealInsights.Domain.Stakeholders;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.Insights;

/// <inheritdoc/>
internal sealed class InsightWarmer(
    SavedInsights saved, OverviewWriter overviews, TitleJudge titles, IServiceScopeFactory scopes) : IInsightWarmer
{
    /// <inheritdoc/>
    public async Task<WarmReport> WarmAsync(
        WarmRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var deals = request.DealNames ?? await FindDealNamesAsync(cancellationToken);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = request.MaxParallel,
            CancellationToken = cancellationToken,
        };
        var run = new Run(request.MaxCalls, progress);

        await Parallel.ForEachAsync(deals, parallel, async (deal, token) =>
        {
            await WarmOverviewAsync(deal, run, token);
            run.DealDone(deals.Count);
        });
        await WarmTitlesAsync(run, parallel);

        return new WarmReport(deals.Count, run.Overviews.ToCount(), run.Titles.ToCount(), run.Calls);
    }

    private async Task<IReadOnlyCollection<string>> FindDealNamesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();

        return await scope.ServiceProvider.GetRequiredService<IMeetingRepository>()
            .FindDealNamesAsync(cancellationToken);
    }

    private async Task WarmOverviewAsync(string deal, Run run, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var meetings = scope.ServiceProvider.GetRequiredService<IMeetingRepository>();
        run.AddTitles(StakeholderList.TitlesToJudge(
            StakeholderList.Presences(await meetings.FindAttendancesAsync(deal, cancellationToken)).Select(presence => presence.Person)));

        if (await meetings.FindOverviewVersionsAsync(deal, cancellationToken) is not [_, ..] versions)
        {
            return;
        }

        var question = overviews.Ask(deal, versions);
        var stored = await saved.FindOverviewAsync(deal, cancellationToken);
        if (stored?.Fingerprint == question.Fingerprint)
        {
            run.Overviews.AddKnown(1);
        }
        else if (!run.TryCall())
        {
            run.Overviews.AddLeft(1);
        }
        else
        {
            await WriteAsync(question, stored, run, cancellationToken);
        }
    }

    private async Task WriteAsync(
        OverviewQuestion question, StoredOverview? stored, Run run, CancellationToken cancellationToken)
    {
        try
        {
            var written = await overviews.WriteAsync(question, onStatement: null, cancellationToken);
            if (written is null or { Origin.IsOffline: true })
            {
                // The meetings say too little to ask the model.
                run.TakeBackCall();
            }
            else if (written.ContentFingerprint == stored?.ContentFingerprint)
            {
                run.TakeBackCall();
                run.Overviews.AddKnown(1);
            }
            else
            {
                run.Overviews.AddGenerated(1);
            }
        }
        catch (LanguageModelException)
        {
            run.Overviews.AddFailed(1);
        }
    }

    private async Task WarmTitlesAsync(Run run, ParallelOptions parallel)
    {
        var known = await FindKnownAsync(run.DistinctTitles, parallel.CancellationToken);
        run.Titles.AddKnown(known.Count);
        var open = run.DistinctTitles.Except(known, StringComparer.Ordinal).ToList();

        await Parallel.ForEachAsync(
            open.Chunk(ChatDecisionMakerClassifier.MaxTitles),
            parallel,
            async (batch, token) =>
            {
                if (!run.TryCall())
                {
                    run.Titles.AddLeft(batch.Length);
                    return;
                }

                var judged = (await titles.JudgeAsync(batch, token)).Judgements.Count;
                run.Titles.AddGenerated(judged);
                run.Titles.AddFailed(batch.Length - judged);
                run.TitlesDone(batch.Length, open.Count);
            });
    }

    private async Task<HashSet<string>> FindKnownAsync(
        IReadOnlyCollection<string> all, CancellationToken cancellationToken)
    {
        const int AtOnce = 500;
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in all.Chunk(AtOnce))
        {
            var stored = await saved.FindJudgementsAsync([.. some.Select(titles.FingerprintOf)], cancellationToken);
            known.UnionWith(stored.Select(judgement => judgement.Title));
        }

        return known;
    }

    /// <summary>The calls and results of a run so far. Safe for concurrent use.</summary>
    private sealed class Run(int maxCalls, IProgress<WorkProgress>? progress)
    {
        private readonly Lock _reporting = new();
        private readonly ConcurrentDictionary<string, bool> _titles = new(StringComparer.Ordinal);
        private int _calls;
        private int _deals;
        private int _judged;

        public int Calls => _calls;

        public IReadOnlyCollection<string> DistinctTitles => [.. _titles.Keys];

        public Tally Overviews { get; } = new();

        public Tally Titles { get; } = new();

        public void AddTitles(IEnumerable<string> titles)
        {
            foreach (var title in titles)
            {
                _titles.TryAdd(title, true);
            }
        }

        public bool TryCall()
        {
            if (Interlocked.Increment(ref _calls) <= maxCalls)
            {
                return true;
            }

            TakeBackCall();
            return false;
        }

        public void TakeBackCall() => Interlocked.Decrement(ref _calls);

        public void DealDone(int total) => Report("overviews", ref _deals, 1, total);

        public void TitlesDone(int count, int total) => Report("titles", ref _judged, count, total);

        // In order, so that a bar never runs backwards.
        private void Report(string part, ref int done, int count, int total)
        {
            lock (_reporting)
            {
                done += count;
                progress?.Report(new WorkProgress(part, done, total));
            }
        }
    }

    private sealed class Tally
    {
        private int _known;
        private int _generated;
        private int _failed;
        private int _left;

        public void AddKnown(int count) => Interlocked.Add(ref _known, count);

        public void AddGenerated(int count) => Interlocked.Add(ref _generated, count);

        public void AddFailed(int count) => Interlocked.Add(ref _failed, count);

        public void AddLeft(int count) => Interlocked.Add(ref _left, count);

        public WarmCount ToCount() => new(_known, _generated, _failed, _left);
    }
}
