using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Report;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>Requests that users send at once, over the four endpoints.</summary>
internal sealed class BurstScenario(LoadSettings settings, IReadOnlyList<string> deals) : IScenario
{
    /// <summary>How many at once, and the contract's target in seconds, if there is one.</summary>
    private static readonly (int AtOnce, double? TargetSeconds)[] Sizes = [(1, 2), (3, 3), (10, 5), (100, null)];

    private int _sent;

    public async Task<Section> RunAsync(Action<string> progress, CancellationToken stop)
    {
        var rows = new List<Row>();
        var checks = new List<Check>();
        var all = new Tally();
        foreach (var (atOnce, targetSeconds) in Sizes)
        {
            progress($"bursts of {atOnce}");
            var bursts = new List<Round>();
            for (var repeat = 0; repeat < settings.Rounds; repeat++)
            {
                IReadOnlyList<Uri> addresses = [.. Enumerable.Range(0, atOnce).Select(_ => NextAddress())];
                bursts.Add(await SimultaneousRequests.SendAsync(addresses, settings.Timeout, stop));
            }

            var tally = Tally.Sum(bursts.Select(burst => burst.Tally));
            all.Add(tally);
            var slowest = bursts.Max(burst => burst.Elapsed.TotalSeconds);
            var median = Statistics.Median(bursts.Select(burst => burst.Elapsed.TotalSeconds));
            rows.Add(new Row(
                $"{atOnce} at once",
                [new("whole burst s, median", median), new("slowest s", slowest), .. Row.LatencyCells(tally)]));
            if (targetSeconds is { } target)
            {
                checks.Add(Check.AtMost($"{atOnce} at once, slowest burst in seconds", slowest, target));
            }
        }

        return new Section(
            "Bursts",
            $"Requests sent at the same moment over the four v2 endpoints, each size {settings.Rounds} times. "
            + "Acceptable are 5, 7 and 10 s for 1, 3 and 10 at once; slow are 10, 15 and 20 s.")
        {
            Rows = rows,
            Checks = checks,
            Notes = [.. Section.NotesOn("All bursts", all)],
            Failed = all.Failed,
        };
    }

    /// <summary>Moves on with endpoint and deal, so that no pair of them repeats before every deal had its turn.</summary>
    private Uri NextAddress()
    {
        var (turn, position) = Math.DivRem(_sent++, DealEndpoint.All.Count);
        return DealEndpoint.All[position].AddressOf(settings.Service, deals[(turn + position) % deals.Count]);
    }
}
