using System.Diagnostics;
using DealInsights.LoadTest.Baseline;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Results;
using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>
/// Loads the bare server and the service's endpoints in turns, several rounds of each, so that what else the machine
/// does meets all of them alike.
/// </summary>
internal sealed class SustainedPlan(TimeProvider clock, LoadTestOptions options, IReadOnlyList<string> deals)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly SustainedLoad _load = new(clock, options.Connections, options.Timeout);

    /// <summary>Runs until done or stopped; series that were not begun are left out.</summary>
    public async Task<IReadOnlyList<SustainedResult>> RunAsync(ProgressContext progress, CancellationToken stop)
    {
        // Not to be broken off: it takes a fraction of a second, and the bursts' results would go down with it.
        await using var baseline = ComparesBaseline ? await BaselineProcess.StartAsync(CancellationToken.None) : null;
        using var service = FindService();
        var all = Series(baseline, service);
        var steps = all.ToDictionary(
            series => series,
            series => progress.AddTask(
                $"{options.Connections} connections, {series.Name}",
                maxValue: (options.WarmUp + (options.Rounds * options.Duration)).TotalSeconds));

        foreach (var series in all.TakeWhile(_ => options.WarmUp > TimeSpan.Zero))
        {
            await WithProgressAsync(steps[series], options.WarmUp, series.WarmUpAsync(_load, options.WarmUp, stop));
        }

        var started = clock.GetTimestamp();
        var turns = Enumerable.Repeat(all, options.Rounds).SelectMany(round => round);
        foreach (var series in turns.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            var round = series.RunRoundAsync(_load, options.Duration, clock.GetElapsedTime(started), stop);
            await WithProgressAsync(steps[series], options.Duration, round);
        }

        return [.. all.Where(series => series.HasRounds).Select(series => series.Result())];
    }

    private bool ComparesBaseline =>
        options.ComparesBaseline && options.SustainedEndpoints.Contains(ContractEndpoint.DealInfo);

    private Process? FindService() => options switch
    {
        { ServerProcessId: { } id } => ServerProcess.Find(id)
            ?? throw new UsageException($"--server-pid {id}: there is no such process."),
        { BaseAddress.IsLoopback: true } => ServerProcess.FindListener(options.BaseAddress.Port),
        _ => null,
    };

    private List<SustainedSeries> Series(BaselineProcess? baseline, Process? service)
    {
        var endpoints = options.SustainedEndpoints.Select(endpoint => new SustainedSeries(
            endpoint.Name, new DealAddresses(options.BaseAddress, endpoint, deals), service));

        return baseline is null
            ? [.. endpoints]
            : [
                new SustainedSeries(
                    SustainedResult.BaselineName,
                    new DealAddresses(baseline.Address, ContractEndpoint.DealInfo, deals),
                    baseline.Process),
                .. endpoints,
            ];
    }

    private async Task WithProgressAsync(ProgressTask step, TimeSpan duration, Task run)
    {
        var begun = step.Value;
        var started = clock.GetTimestamp();
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(ProgressInterval, clock));
            var elapsed = clock.GetElapsedTime(started);
            step.Value = begun + Math.Min(elapsed.TotalSeconds, duration.TotalSeconds);
        }

        await run;
        step.Value = begun + duration.TotalSeconds;
    }
}
