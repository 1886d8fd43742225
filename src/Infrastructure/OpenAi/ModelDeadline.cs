namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The deadline of an answer of the model, which includes leases, questions and retries.</summary>
internal sealed class ModelDeadline(TimeSpan length, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();

    /// <summary>The remaining time; never negative.</summary>
    public TimeSpan Left => TimeSpan.FromTicks(Math.Max(0, (length - clock.GetElapsedTime(_started)).Ticks));

    /// <summary>Creates a token source that is cancelled at the deadline. Dispose it.</summary>
    public CancellationTokenSource StartTimer() => new(Left, clock);
}
