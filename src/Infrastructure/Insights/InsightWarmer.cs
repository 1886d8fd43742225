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
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = request.MaxParallel,
            CancellationToken = cancellationToken,
        };
        var budget = new CallBudget(request.MaxCalls);
        var deals = request.DealNames ?? await FindDealNamesAsync(cancellationToken);

        var overviewTally = new Tally("overviews", deals.Count, progress);
        var found = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(deals, parallel, async (deal, token) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var meetings = scope.ServiceProvider.GetRequiredService<IMeetingRepository>();
            var people = StakeholderList.Presences(await meetings.FindAttendancesAsync(deal, token));
            foreach (var title in StakeholderList.TitlesToJudge(people.Select(presence => presence.Person)))
            {
                found.TryAdd(title, true);
            }

            overviewTally.Add(await WarmOverviewAsync(deal, meetings, budget, token), done: 1);
        });

        var titleTally = new Tally("titles", found.Count, progress);
        await Parallel.ForEachAsync(
            found.Keys.Chunk(ChatDecisionMakerClassifier.MaxTitles),
            parallel,
            async (batch, token) => titleTally.Add(await WarmTitlesAsync(batch, budget, token), done: batch.Length));

        return new WarmReport(deals.Count, overviewTally.Sum, titleTally.Sum, budget.Used);
    }

    private async Task<IReadOnlyCollection<string>> FindDealNamesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();

        return await scope.ServiceProvider.GetRequiredService<IMeetingRepository>()
            .FindDealNamesAsync(cancellationToken);
    }

    private async Task<WarmCount> WarmOverviewAsync(
        string deal, IMeetingRepository meetings, CallBudget budget, CancellationToken cancellationToken)
    {
        if (await meetings.FindOverviewVersionsAsync(deal, cancellationToken) is not [_, ..] versions)
        {
            return new WarmCount();
        }

        var question = overviews.Ask(deal, versions);
        var stored = await saved.FindOverviewAsync(deal, cancellationToken);
        if (stored?.Fingerprint == question.Fingerprint)
        {
            return new WarmCount(Known: 1);
        }

        if (!budget.TryTake())
        {
            return new WarmCount(Left: 1);
        }

        try
        {
            var written = await overviews.WriteAsync(question, onStatement: null, cancellationToken);
            // The offline rules write it when the meetings say too little to ask the model.
            var isOffline = written is null or { Origin.IsOffline: true };
            if (!isOffline && written!.ContentFingerprint != stored?.ContentFingerprint)
            {
                return new WarmCount(Generated: 1);
            }

            budget.GiveBack();

            return isOffline ? new WarmCount() : new WarmCount(Known: 1);
        }
        catch (LanguageModelException)
        {
            return new WarmCount(Failed: 1);
        }
    }

    private async Task<WarmCount> WarmTitlesAsync(string[] batch, CallBudget budget, CancellationToken cancellationToken)
    {
        var stored = await saved.FindJudgementsAsync([.. batch.Select(titles.FingerprintOf)], cancellationToken);
        var open = batch.Except(stored.Select(judgement => judgement.Title), StringComparer.Ordinal).ToList();
        if (open.Count == 0)
        {
            return new WarmCount(Known: stored.Count);
        }

        if (!budget.TryTake())
        {
            return new WarmCount(Known: stored.Count, Left: open.Count);
        }

        try
        {
            var judged = (await titles.JudgeAsync(open, cancellationToken)).Count;

            return new WarmCount(Known: stored.Count, Generated: judged, Failed: open.Count - judged);
        }
        catch (LanguageModelException)
        {
            return new WarmCount(Known: stored.Count, Failed: open.Count);
        }
    }

    private sealed class CallBudget(int max)
    {
        private int _used;

        public int Used => _used;

        public bool TryTake()
        {
            if (Interlocked.Increment(ref _used) <= max)
            {
                return true;
            }

            GiveBack();

            return false;
        }

        public void GiveBack() => Interlocked.Decrement(ref _used);
    }

    /// <summary>Adds up the outcomes of parallel work and reports progress.</summary>
    private sealed class Tally(string part, int total, IProgress<WorkProgress>? progress)
    {
        private readonly Lock _gate = new();
        private int _done;

        public WarmCount Sum { get; private set; } = new();

        // Under a lock, so that a progress bar never runs backwards.
        public void Add(WarmCount count, int done)
        {
            lock (_gate)
            {
                Sum = new WarmCount(
                    Sum.Known + count.Known,
                    Sum.Generated + count.Generated,
                    Sum.Failed + count.Failed,
                    Sum.Left + count.Left);
                _done += done;
                progress?.Report(new WorkProgress(part, _done, total));
            }
        }
    }
}
