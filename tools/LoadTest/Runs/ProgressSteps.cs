using Spectre.Console;

namespace DealInsights.LoadTest.Runs;

/// <summary>Moves the bar of something that takes a known time.</summary>
internal static class ProgressSteps
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for <paramref name="run"/> and moves the bar by its duration in seconds meanwhile.</summary>
    public static async Task FollowAsync(this ProgressTask step, Task run, TimeSpan duration, TimeProvider clock)
    {
        var begun = step.Value;
        var started = clock.GetTimestamp();
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(Interval, clock));
            var elapsed = clock.GetElapsedTime(started);
            step.Value = begun + Math.Min(elapsed.TotalSeconds, duration.TotalSeconds);
        }

        await run;
        step.Value = begun + duration.TotalSeconds;
    }
}
