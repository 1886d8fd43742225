using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Report;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>Overviews of different deals that are not stored yet, all asked for at once.</summary>
internal sealed class ColdScenario(LoadSettings settings, FreshDeals freshDeals) : IScenario
{
    private const double AllowedLatencies = 1.2;
    private const string Multiple = "model latencies";

    public async Task<Section> RunAsync(Action<string> progress, CancellationToken stop)
    {
        var rows = new List<Row>();
        var all = new Tally();
        for (var repeat = 1; repeat <= settings.Rounds && freshDeals.Remaining >= settings.ModelCalls; repeat++)
        {
            progress($"cold overviews, burst {repeat}");
            var addresses = freshDeals.Take(settings.ModelCalls, settings.Service);
            var burst = await SimultaneousRequests.SendAsync(addresses, settings.Timeout, stop);
            all.Add(burst.Tally);
            rows.Add(new Row(
                $"burst {repeat}",
                [
                    new(Multiple, burst.Elapsed.TotalSeconds / settings.ModelLatencySeconds),
                    new("whole burst s", burst.Elapsed.TotalSeconds),
                    .. Row.LatencyCells(burst.Tally),
                ]));
        }

        var fromModel = all.Sources.GetValueOrDefault("model");
        return new Section(
            "Cold overviews",
            $"{settings.ModelCalls} overviews of as many deals that are not stored, at once, as multiples of the model's "
            + $"latency of {settings.ModelLatencySeconds} s.")
        {
            Rows = rows,
            Checks =
            [
                Check.AtMost(
                    $"{settings.ModelCalls} cold overviews, median burst in model latencies",
                    Statistics.Median(rows.Select(row => row.CellOf(Multiple)!.Value!.Value)),
                    AllowedLatencies),
                Check.AtLeast("share of them answered by the model", Share(fromModel, all.Succeeded), 0.95),
            ],
            Notes = [.. Section.NotesOn("All bursts", all), .. freshDeals.Notes],
            Failed = all.Failed,
        };
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
