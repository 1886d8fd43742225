using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Results;
using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>Sends the bursts of every size over all endpoints, each size several times.</summary>
internal sealed class BurstPlan(TimeProvider clock, LoadTestOptions options, IReadOnlyList<string> deals)
{
    private static readonly int[] Sizes = [1, 3, 10, 100];

    /// <summary>Runs until done or stopped; sizes that were not begun are left out.</summary>
    public async Task<IReadOnlyList<BurstResult>> RunAsync(ProgressContext progress, CancellationToken stop)
    {
        var load = new BurstLoad(
            clock,
            [.. ContractEndpoint.All.Select(endpoint =>
                (endpoint, new DealAddresses(options.BaseAddress, endpoint, deals)))],
            options.Timeout);
        var steps = Sizes.Select(size => (Size: size, Step: progress.AddTask(Label(size), maxValue: options.Repeats)));

        var results = new List<BurstResult>();
        foreach (var (size, step) in steps.ToList())
        {
            if (await RunSizeAsync(load, size, step, stop) is { } result)
            {
                results.Add(result);
            }
        }

        return results;
    }

    private static string Label(int size) => size == 1 ? "1 request" : $"{size} at once";

    private async Task<BurstResult?> RunSizeAsync(BurstLoad load, int size, ProgressTask step, CancellationToken stop)
    {
        var tallies = ContractEndpoint.All.ToDictionary(endpoint => endpoint, _ => new RequestTally());
        var wholeBursts = new List<TimeSpan>();
        while (wholeBursts.Count < options.Repeats
            && !stop.IsCancellationRequested
            && await load.RunAsync(size, tallies, stop) is { } wholeBurst)
        {
            wholeBursts.Add(wholeBurst);
            step.Increment(1);
        }

        return wholeBursts.Count == 0
            ? null
            : BurstResult.Of(size, wholeBursts, tallies.ToDictionary(tally => tally.Key.Name, tally => tally.Value));
    }
}
