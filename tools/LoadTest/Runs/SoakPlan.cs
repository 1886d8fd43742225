using System.Diagnostics;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Results;
using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>Asks every deal once and watches the service's process, during it and in a pause after it.</summary>
internal sealed class SoakPlan(TimeProvider clock, LoadTestOptions options, IReadOnlyList<string> deals)
{
    /// <summary>Runs until done or stopped, and tells what was measured until then.</summary>
    public async Task<SoakResult> RunAsync(ProgressContext progress, CancellationToken stop)
    {
        using var process = ServiceProcess.Find(options);
        var questions = new SoakQuestions(options.BaseAddress, options.SoakEndpoints, deals);
        var load = new SoakLoad(clock, options.Connections, options.Timeout);
        var sampler = new ProcessSampler(clock, process, () => load.Answered);
        var step = progress.AddTask("soak", maxValue: questions.Count);

        sampler.Take();
        using var finished = new CancellationTokenSource();
        var sampling = sampler.RunAsync(options.SampleInterval, finished.Token);
        var asking = load.RunAsync(questions, stop);
        await step.FollowAsync(asking, () => load.Answered, clock);
        await finished.CancelAsync();
        await sampling;
        sampler.Take();

        await SettleAsync(sampler, process, stop);
        var measured = await asking;
        return SoakResult.Of(
            deals.Count,
            measured.Tallies.ToDictionary(tally => tally.Key.Name, tally => tally.Value),
            measured.Elapsed,
            isProcessKnown: process is not null,
            sampler.Samples);
    }

    private async Task SettleAsync(ProcessSampler sampler, Process? process, CancellationToken stop)
    {
        if (process is null || options.Settle <= TimeSpan.Zero || stop.IsCancellationRequested)
        {
            return;
        }

        sampler.IsSettling = true;
        using var over = new CancellationTokenSource(options.Settle, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stop);
        await sampler.RunAsync(options.SampleInterval, end.Token);
        sampler.Take();
    }
}
