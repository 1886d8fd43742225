using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Report;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>Stored overviews alone, and while many other requests wait for the model, in turns.</summary>
internal sealed class CrowdedScenario(
    LoadSettings settings, IReadOnlyList<string> deals, FreshDeals freshDeals) : IScenario
{
    private const double AllowedRatio = 1.5;

    /// <summary>The share of the wanted requests that has to wait for the model on average.</summary>
    private const double RequiredCrowd = 0.9;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(50);

    private readonly ClosedLoop _loop = new(settings.Connections, settings.Timeout);
    private readonly Tally _crowd = new();
    private readonly List<double> _waiting = [];

    public async Task<Section> RunAsync(Action<string> progress, CancellationToken stop)
    {
        var addresses = DealEndpoint.Overview.AddressesOf(settings.Service, deals);
        progress("crowded: ask for everything once, so that it is stored");
        await _loop.RunOnceAsync(addresses, stop);
        await _loop.RunAsync(addresses, settings.WarmUp, stop);
        var rounds = await Turns.RunAsync<Round>(
            settings.Rounds,
            [
                () => MeasureAsync("alone"),
                () => RunBesideCrowdAsync(() => MeasureAsync("beside requests for the model"), stop),
            ]);
        return Result(rounds[0], rounds[1]);

        Task<Round> MeasureAsync(string name)
        {
            progress($"crowded: stored answers {name}");
            return _loop.RunAsync(addresses, settings.Duration, stop);
        }
    }

    private async Task<Round> RunBesideCrowdAsync(Func<Task<Round>> measure, CancellationToken stop)
    {
        using var finish = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var rampUp = TimeSpan.FromSeconds(settings.ModelLatencySeconds);
        var crowd = new ClosedLoop(settings.ModelCalls, settings.Timeout, rampUp);
        var crowding = crowd.RunAsync(_ => freshDeals.TakeNext(settings.Service), finish.Token, stop);
        await Task.Delay(rampUp, stop);
        var sampling = SampleAsync(crowd, finish.Token);
        var round = await measure();
        await finish.CancelAsync();
        await sampling;
        _crowd.Add((await crowding).Tally);
        return round;
    }

    private async Task SampleAsync(ClosedLoop crowd, CancellationToken finish)
    {
        while (!finish.IsCancellationRequested)
        {
            await Task.Delay(SampleInterval, finish).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _waiting.Add(crowd.InFlight);
        }
    }

    private Section Result(IReadOnlyList<Round> alone, IReadOnlyList<Round> crowded)
    {
        var ratios = Statistics.Ratios(Slowest(crowded), Slowest(alone));
        var (aloneTally, crowdedTally) = (Sum(alone), Sum(crowded));
        return new Section(
            "Crowded",
            $"Stored overviews at {settings.Connections} connections, alone and while {settings.ModelCalls} requests for "
            + $"other deals wait for the model; {settings.Rounds} rounds of {settings.DurationSeconds} s each, in turns.")
        {
            Rows =
            [
                RowOf("alone", alone, aloneTally, waiting: 0),
                RowOf($"beside {settings.ModelCalls}", crowded, crowdedTally, _waiting.Average()),
                new Row("requests for the model", Row.LatencyCells(_crowd)),
            ],
            Checks =
            [
                Check.AtMost("p99 crowded by p99 alone, median of the rounds", Statistics.Median(ratios), AllowedRatio),
                Check.AtLeast(
                    "requests waiting for the model, average", _waiting.Average(), RequiredCrowd * settings.ModelCalls),
            ],
            Notes =
            [
                .. Section.NotesOn("Alone", aloneTally), .. Section.NotesOn("Crowded", crowdedTally),
                .. Section.NotesOn("Requests for the model", _crowd), .. freshDeals.Notes,
            ],
            Failed = aloneTally.Failed + crowdedTally.Failed + _crowd.Failed,
        };
    }

    private static Row RowOf(string name, IReadOnlyList<Round> rounds, Tally tally, double waiting) => new(
        name,
        [
            new("requests/s", Statistics.Median(rounds.Select(round => round.RequestsPerSecond))),
            .. Row.LatencyCells(tally),
            new("waiting for the model", waiting),
        ]);

    private static IEnumerable<double> Slowest(IEnumerable<Round> rounds) =>
        rounds.Select(round => round.Tally.Percentile(99) ?? 0);

    private static Tally Sum(IEnumerable<Round> rounds) => Tally.Sum(rounds.Select(round => round.Tally));
}
