using System.Diagnostics;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Results;
using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>Asks every deal once, or all round and round for some time, and watches the service's process, during it and in a pause after it.</summary>
internal sealed class SoakPlan(TimeProvider clock, LoadTestOptions options, IReadOnlyList<string> deals)
{
    /// <summary>Runs until done or stopped, and tells what was measured until then.</summary>
    public async Task<SoakResult> RunAsync(ProgressContext progress, CancellationToken stop)
    {
        using var process = ServiceProcess.Find(options);
        using var heap = new HeapReading(options.BaseAddress, clock);
        var questions = new SoakQuestions(
            options.BaseAddress, options.SoakEndpoints, deals, isEndless: options.SoakFor is not null);
        var load = new SoakLoad(clock, options.Connections, options.Timeout);
        var sampler = new ProcessSampler(clock, process, () => load.Answered, () => heap.Bytes);

        using var over = new CancellationTokenSource();
        var reading = heap.RunAsync(over.Token);
        sampler.Take();
        using var finished = new CancellationTokenSource();
        var sampling = sampler.RunAsync(options.SampleInterval, finished.Token);
        var asking = load.RunAsync(questions, options.SoakFor, stop);
        await (options.SoakFor is { } duration
            ? progress.AddTask("soak", maxValue: duration.TotalSeconds).FollowAsync(asking, duration, clock)
            : progress.AddTask("soak", maxValue: questions.Count).FollowAsync(asking, () => load.Answered, clock));
        await finished.CancelAsync();
        await sampling;
        sampler.Take();

        await SettleAsync(sampler, process, stop);
        await over.CancelAsync();
        await reading;
        var measured = await asking;
        return SoakResult.Of(
            deals.Count,
            options.SoakFor,
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
