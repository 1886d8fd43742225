using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Results;
using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>Opens streams of the model and of the service in turns, one at a time.</summary>
internal sealed class StreamPlan(TimeProvider clock, LoadTestOptions options, IReadOnlyList<string> freshDeals)
{
    // The first of each pay for connections and for what the runtime compiles.
    private const int Unmeasured = 3;

    /// <summary>Runs until done, stopped, or out of fresh deals.</summary>
    public async Task<StreamResult> RunAsync(ProgressContext progress, CancellationToken stop)
    {
        var step = progress.AddTask("streams: the model's and the service's", maxValue: options.Streams + Unmeasured);
        using var client = new FirstByteClient(clock, options.Timeout);
        List<double> model = [];
        List<double> service = [];
        List<string> failures = [];
        foreach (var (number, deal) in freshDeals.Take(options.Streams + Unmeasured).Index())
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            Keep(await client.AskModelAsync(options.ModelAddress!, stop), model, number);
            Keep(await client.FollowAsync(options.BaseAddress, deal, stop), service, number);
            step.Increment(1);
        }

        return new StreamResult { Model = model, Service = service, Failures = failures };

        void Keep(StreamBeginning beginning, List<double> measured, int number)
        {
            if (beginning.Failure is { } failure)
            {
                failures.Add(failure);
            }
            else if (number >= Unmeasured)
            {
                measured.Add(beginning.FirstByte!.Value);
            }
        }
    }
}
