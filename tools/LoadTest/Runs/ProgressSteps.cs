using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>Moves the bar of what is under way.</summary>
internal static class ProgressSteps
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for <paramref name="run"/> and moves the bar by its duration in seconds meanwhile.</summary>
    public static async Task FollowAsync(this ProgressTask step, Task run, TimeSpan duration, TimeProvider clock)
    {
        var begun = step.Value;
        var started = clock.GetTimestamp();
        await step.FollowAsync(
            run,
            () => begun + Math.Min(clock.GetElapsedTime(started).TotalSeconds, duration.TotalSeconds),
            clock);
        step.Value = begun + duration.TotalSeconds;
    }

    /// <summary>Waits for <paramref name="run"/> and moves the bar to where <paramref name="done"/> says.</summary>
    public static async Task FollowAsync(this ProgressTask step, Task run, Func<double> done, TimeProvider clock)
    {
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(Interval, clock));
            step.Value = done();
        }

        await run;
    }
}
