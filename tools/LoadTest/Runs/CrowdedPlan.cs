using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Results;
using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>Measures stored overviews alone and in a crowd of requests for the model, in turns.</summary>
internal sealed class CrowdedPlan(
    TimeProvider clock, LoadTestOptions options, IReadOnlyList<string> deals, IReadOnlyList<string> freshDeals)
{
    /// <summary>About as long as a model takes, so that the crowd's answers come evenly.</summary>
    private static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(2);

    private static readonly string Endpoint = ContractEndpoint.Overview.Name;

    private readonly SustainedLoad _load = new(clock, options.Connections, options.Timeout);
    private readonly StoredDeals _stored = new(clock, options, deals);
    private readonly List<CrowdRound> _crowds = [];
    private readonly ModelCrowd _crowd = new(
        clock,
        options.ModelCalls,
        position => DealAddresses.Of(options.BaseAddress, ContractEndpoint.Overview, freshDeals[position]),
        freshDeals.Count,
        options.Timeout);

    private TimeSpan Gathering => options.Duration / 2 < LongestGathering ? options.Duration / 2 : LongestGathering;

    /// <summary>Runs until done, stopped, or out of fresh deals.</summary>
    public async Task<CrowdedResult> RunAsync(ProgressContext progress, CancellationToken stop)
    {
        var preparing = progress.AddTask("crowded: ask until stored", maxValue: deals.Count);
        var running = progress.AddTask(
            "crowded: rounds",
            maxValue: (options.WarmUp + (options.Rounds * ((2 * options.Duration) + Gathering))).TotalSeconds);
        await preparing.FollowAsync(_stored.RunAsync(stop), () => _stored.Asked, clock);

        var found = _stored.Found;
        var addresses = new DealAddresses(options.BaseAddress, ContractEndpoint.Overview, found);
        // Without a process: the crowd's part in its time could not be told from the series'.
        var alone = new SustainedSeries(Endpoint, isBaseline: false, addresses, server: null);
        var crowded = new SustainedSeries(Endpoint, isBaseline: false, addresses, server: null);
        if (found.Count > 0 && !_stored.GaveUp && !stop.IsCancellationRequested)
        {
            await RunRoundsAsync(alone, crowded, running, stop);
        }

        return Result(found.Count, alone, crowded, stop.IsCancellationRequested);
    }

    private async Task RunRoundsAsync(
        SustainedSeries alone, SustainedSeries crowded, ProgressTask step, CancellationToken stop)
    {
        if (options.WarmUp > TimeSpan.Zero)
        {
            await step.FollowAsync(alone.WarmUpAsync(_load, options.WarmUp, stop), options.WarmUp, clock);
        }

        var started = clock.GetTimestamp();
        for (var pair = 0; pair < options.Rounds && !IsOver(); pair++)
        {
            var round = alone.RunRoundAsync(_load, options.Duration, clock.GetElapsedTime(started), stop);
            await step.FollowAsync(round, options.Duration, clock);
            if (!IsOver())
            {
                await step.FollowAsync(RunCrowdedAsync(crowded, started, stop), options.Duration + Gathering, clock);
            }
        }

        bool IsOver() => stop.IsCancellationRequested || _crowds is [.., { RanOut: true }];
    }

    private async Task RunCrowdedAsync(SustainedSeries crowded, long started, CancellationToken stop) =>
        _crowds.Add(await _crowd.RunRoundAsync(
            end => crowded.RunRoundAsync(_load, options.Duration, clock.GetElapsedTime(started), end),
            Gathering,
            stop));

    private CrowdedResult Result(
        int storedDeals, SustainedSeries alone, SustainedSeries crowded, bool endedEarly) => new()
        {
            Preparation = AnswerSummary.Of(_stored.LastAnswers()),
            Deals = deals.Count,
            StoredDeals = storedDeals,
            Alone = alone.HasRounds ? alone.Result() : null,
            Crowded = crowded.HasRounds ? crowded.Result() : null,
            ModelCalls = options.ModelCalls,
            AverageInFlight = Median.OfKnown(
            _crowds.Select(crowd => crowd.RanOut ? (double?)null : crowd.AverageInFlight)),
            Crowd = AnswerSummary.Of(_crowd.Tally),
            FreshDeals = freshDeals.Count,
            FreshDealsUsed = _crowd.DealsUsed,
            CrowdSeconds = _crowds.Sum(crowd => crowd.Lasted.TotalSeconds),
            PlannedCrowdSeconds = (options.Rounds * (options.Duration + Gathering)).TotalSeconds,
            EndedEarly = endedEarly,
            RanOut = _crowds.Any(crowd => crowd.RanOut),
        };
}
