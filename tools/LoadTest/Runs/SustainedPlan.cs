using System.Diagnostics;
using DealInsights.LoadTest.Baseline;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Results;
using DealInsights.LoadTest.Targets;
using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>
/// Loads the bare server and the service's endpoints in turns, several rounds of each, so that what else the machine
/// does meets all of them alike.
/// </summary>
internal sealed class SustainedPlan(TimeProvider clock, LoadTestOptions options, IReadOnlyList<string> deals)
{
    private readonly SustainedLoad _load = new(clock, options.Connections, options.Timeout);

    /// <summary>Runs until done or stopped; series that were not begun are left out.</summary>
    public async Task<IReadOnlyList<SustainedResult>> RunAsync(ProgressContext progress, CancellationToken stop)
    {
        // Not to be broken off: it takes a fraction of a second, and the bursts' results would go down with it.
        await using var baseline = ComparesBaseline ? await BaselineProcess.StartAsync(CancellationToken.None) : null;
        using var service = ServiceProcess.Find(options);
        using var unobserved = options.UnobservedAddress is { } other ? ServiceProcess.FindAt(other) : null;
        var all = Series(baseline, service, unobserved).ToList();
        var steps = all.ToDictionary(
            series => series,
            series => progress.AddTask(
                $"{options.Connections} connections, {series.Name}",
                maxValue: (options.WarmUp + (options.Rounds * options.Duration)).TotalSeconds));

        foreach (var series in all.TakeWhile(_ => options.WarmUp > TimeSpan.Zero))
        {
            var warmUp = series.WarmUpAsync(_load, options.WarmUp, stop);
            await steps[series].FollowAsync(warmUp, options.WarmUp, clock);
        }

        var started = clock.GetTimestamp();
        var turns = Enumerable.Repeat(all, options.Rounds).SelectMany(round => round);
        foreach (var series in turns.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            var round = series.RunRoundAsync(_load, options.Duration, clock.GetElapsedTime(started), stop);
            await steps[series].FollowAsync(round, options.Duration, clock);
        }

        return [.. all.Where(series => series.HasRounds).Select(series => series.Result())];
    }

    private bool ComparesBaseline => options.ComparesBaseline && options.SustainedEndpoints.Any(HasTarget);

    private static bool HasTarget(ContractEndpoint endpoint) => BaselineTarget.For(endpoint.Name) is not null;

    // The bare server's turn comes right before that of the endpoint it is compared with.
    private IEnumerable<SustainedSeries> Series(BaselineProcess? baseline, Process? service, Process? unobserved)
    {
        foreach (var endpoint in options.SustainedEndpoints)
        {
            if (baseline is not null && HasTarget(endpoint))
            {
                var bareAddresses = new DealAddresses(baseline.Address, endpoint, deals);
                yield return new SustainedSeries(endpoint.Name, isBaseline: true, bareAddresses, baseline.Process);
            }

            var addresses = new DealAddresses(options.BaseAddress, endpoint, deals);
            yield return new SustainedSeries(endpoint.Name, isBaseline: false, addresses, service);
            if (options.UnobservedAddress is { } address)
            {
                var same = new DealAddresses(address, endpoint, deals);
                yield return new SustainedSeries(endpoint.Name, isBaseline: false, same, unobserved, SustainedResult.Unobserved);
            }

            foreach (var credentials in options.ComparedCredentials.SelectMany(both => new[] { new UncheckedCredentials(both), both }))
            {
                yield return new SustainedSeries(
                    endpoint.Name,
                    isBaseline: false,
                    new DealAddresses(options.BaseAddress, endpoint, deals, credentials),
                    service,
                    credentials.Name);
            }
        }
    }
}
