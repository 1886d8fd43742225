using DealInsights.LoadTest.Baseline;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Report;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>Sustained load on stored answers, in turns with the bare baseline endpoint.</summary>
internal sealed class SustainedScenario(LoadSettings settings, IReadOnlyList<string> deals) : IScenario
{
    private const string Throughput = "requests/s";
    private const string SingleP50 = "p50 ms at 1 connection";
    private const double AllowedSingleP50 = 1;

    private readonly ClosedLoop _loop = new(settings.Connections, settings.Timeout);
    private readonly ClosedLoop _single = new(connections: 1, settings.Timeout);

    private string BaselineName =>
        settings.BaselineMongoDb is null ? "bare endpoint" : "bare endpoint with one find";

    public async Task<Section> RunAsync(Action<string> progress, CancellationToken stop)
    {
        await using var baseline = settings.SkipsBaseline
            ? null
            : await BaselineProcess.StartAsync(settings.BaselineMongoDb, stop);
        var services = settings.Endpoints.Select(endpoint => new Series(endpoint, settings.Service, endpoint.Name));
        var baselines = settings.Endpoints
            .Where(_ => baseline is not null)
            .Select(endpoint => new Series(endpoint, baseline!.Address, $"{BaselineName}, {endpoint.Name}"));
        List<Series> all = [.. services, .. baselines];

        progress("sustained: ask for everything once, so that it is stored");
        await AskOnceAsync(stop);
        foreach (var series in all.Where(_ => settings.WarmUpSeconds > 0))
        {
            progress($"sustained: warm-up of {series.Name}");
            await _loop.RunAsync(series.Addresses(deals), settings.WarmUp, stop);
        }

        var rounds = await Turns.RunAsync(settings.Rounds, [.. all.Select(Measure(_loop, progress, stop))]);
        var single = await Turns.RunAsync(1, [.. all.Select(Measure(_single, progress, stop))]);
        return Result([.. all.Select((series, number) => series with
        {
            Rounds = rounds[number],
            Single = single[number].Single(),
        })]);
    }

    private async Task AskOnceAsync(CancellationToken stop)
    {
        foreach (var endpoint in settings.Endpoints)
        {
            await _loop.RunOnceAsync(endpoint.AddressesOf(settings.Service, deals), stop);
        }
    }

    private Func<Series, Func<Task<Round>>> Measure(
        ClosedLoop loop, Action<string> progress, CancellationToken stop) => series => () =>
    {
        progress($"sustained: {series.Name}");
        return loop.RunAsync(series.Addresses(deals), settings.Duration, stop);
    };

    private Section Result(IReadOnlyList<Series> all)
    {
        var services = all.Where(series => series.Server == settings.Service).ToList();
        return new Section(
            "Sustained load",
            $"{settings.Connections} connections, {settings.Rounds} rounds of {settings.DurationSeconds} s for each series, "
            + "in turns. Ratios divide requests a second by those of the baseline's round beside it.")
        {
            Rows = [.. all.Select(series => RowOf(series, BaselineOf(series, all)))],
            Checks = [.. services.SelectMany(series => ChecksOf(series, BaselineOf(series, all)))],
            Notes = [.. all.SelectMany(series => Section.NotesOn(series.Name, series.Tally))],
            Failed = services.Sum(series => series.Tally.Failed),
            BarColumn = Throughput,
        };
    }

    private Series? BaselineOf(Series series, IReadOnlyList<Series> all) => series.Server == settings.Service
        ? all.FirstOrDefault(other => other.Endpoint == series.Endpoint && other.Server != settings.Service)
        : null;

    private static Row RowOf(Series series, Series? baseline)
    {
        var ratios = series.RatiosTo(baseline);
        IReadOnlyList<Cell> ratioCells = ratios.Count == 0
            ? []
            : [new("ratio", Statistics.Median(ratios)), new("lowest", ratios.Min()), new("highest", ratios.Max())];
        return new Row(
            series.Name,
            [
                new(Throughput, Statistics.Median(series.RoundsPerSecond)),
                .. Row.LatencyCells(series.Tally),
                new(SingleP50, series.Single?.Tally.Percentile(50)),
                .. ratioCells,
            ]);
    }

    private IEnumerable<Check> ChecksOf(Series series, Series? baseline)
    {
        var isMongoDb = settings.BaselineMongoDb is not null;
        var isOverview = series.Endpoint == DealEndpoint.Overview;
        if (baseline is not null && (isOverview || series.Endpoint == DealEndpoint.DealInfo))
        {
            yield return Check.AtLeast(
                $"{series.Name}, ratio to the {BaselineName}",
                Statistics.Median(series.RatiosTo(baseline)),
                !isMongoDb ? 0.2 : isOverview ? 0.6 : 0.5);
        }

        if (isOverview && !isMongoDb)
        {
            yield return Check.AtMost(
                $"{series.Name}, {SingleP50}", series.Single?.Tally.Percentile(50), AllowedSingleP50);
        }
    }

    /// <summary>One endpoint of one server, and its rounds once they are measured.</summary>
    private sealed record Series(DealEndpoint Endpoint, Uri Server, string Name)
    {
        public IReadOnlyList<Round> Rounds { get; init; } = [];

        /// <summary>The round at one connection.</summary>
        public Round? Single { get; init; }

        public Tally Tally => Tally.Sum(Rounds.Select(round => round.Tally));

        public IEnumerable<double> RoundsPerSecond => Rounds.Select(round => round.RequestsPerSecond);

        public IReadOnlyList<Uri> Addresses(IReadOnlyList<string> deals) => Endpoint.AddressesOf(Server, deals);

        public IReadOnlyList<double> RatiosTo(Series? baseline) =>
            Statistics.Ratios(RoundsPerSecond, baseline?.RoundsPerSecond ?? []);
    }
}
