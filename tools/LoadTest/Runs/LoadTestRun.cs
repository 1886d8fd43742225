using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Results;
using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>Runs the chosen scenarios one after the other.</summary>
internal sealed class LoadTestRun(
    TimeProvider clock,
    LoadTestOptions options,
    IReadOnlyList<string> deals,
    IReadOnlyList<string> freshDeals,
    IAnsiConsole console)
{
    /// <summary>Runs until done or stopped, and tells what was measured until then.</summary>
    public async Task<LoadTestResult> RunAsync(CancellationToken stop)
    {
        var startedAt = clock.GetUtcNow();
        IReadOnlyList<BurstResult> bursts = [];
        IReadOnlyList<SustainedResult> sustained = [];
        SoakResult? soak = null;
        CrowdedResult? crowded = null;
        StreamResult? streams = null;

        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(async progress =>
            {
                // First, because the others ask for the same deals, and what they asked for is stored.
                if (options.RunsSoak)
                {
                    soak = await new SoakPlan(clock, options, deals).RunAsync(progress, stop);
                }

                if (options.RunsBursts && !stop.IsCancellationRequested)
                {
                    bursts = await new BurstPlan(clock, options, deals).RunAsync(progress, stop);
                }

                if (options.RunsSustained && !stop.IsCancellationRequested)
                {
                    sustained = await new SustainedPlan(clock, options, deals).RunAsync(progress, stop);
                }

                if (options.RunsCrowded && !stop.IsCancellationRequested)
                {
                    crowded = await new CrowdedPlan(clock, options, deals, freshDeals).RunAsync(progress, stop);
                }

                if (options.RunsStreams && !stop.IsCancellationRequested)
                {
                    // The crowd took its deals from the front.
                    var unasked = freshDeals.Skip(crowded?.FreshDealsUsed ?? 0).ToList();
                    streams = await new StreamPlan(clock, options, unasked).RunAsync(progress, stop);
                }
            });

        return new LoadTestResult
        {
            Facts = RunFacts.Of(options, deals.Count, startedAt, stop.IsCancellationRequested),
            Bursts = bursts,
            Sustained = sustained,
            Soak = soak,
            Crowded = crowded,
            Streams = streams,
        };
    }

    /// <summary>
    /// Asks the endpoints of the run once, unmeasured: the first request after a server's start pays for what the
    /// runtime compiles.
    /// </summary>
    /// <returns>What is wrong when nothing answers there; null when the run can begin.</returns>
    public async Task<string?> FindObstacleAsync(CancellationToken stop)
    {
        using var client = new LoadClient(clock, connections: 1);
        using var timedOut = new CancellationTokenSource(options.Timeout, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(timedOut.Token, stop);

        Uri[] services = options.UnobservedAddress is { } unobserved ? [options.BaseAddress, unobserved] : [options.BaseAddress];
        foreach (var (service, endpoint) in services.SelectMany(_ => Endpoints(), (service, endpoint) => (service, endpoint)))
        {
            var address = new DealAddresses(service, endpoint, deals)[0];
            var outcome = await client.SendAsync(address, giveUp.Token);
            if (outcome.Status is null)
            {
                return $"{service} does not answer {endpoint.Name} ({outcome.Failure}). Is the service up?";
            }
        }

        return null;
    }

    // A soak and a crowded run say themselves which question about a deal is the first: it must not be asked here.
    private IReadOnlyList<ContractEndpoint> Endpoints() => options switch
    {
        { RunsSoak: true } => [ContractEndpoint.DealInfo],
        { RunsBursts: true } => ContractEndpoint.All,
        { RunsSustained: true } => options.SustainedEndpoints,
        _ => [ContractEndpoint.DealInfo],
    };
}
