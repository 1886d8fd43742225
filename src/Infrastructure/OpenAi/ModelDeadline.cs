namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// The deadline of an answer of the model, including leases, questions and retries.
/// </summary>
internal readonly struct ModelDeadline
{
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly TimeSpan _length;

    private ModelDeadline(TimeProvider clock, TimeSpan length)
    {
        _clock = clock;
        _started = clock.GetTimestamp();
        _length = length;
    }

    /// <summary>The remaining time; never negative.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = _length - _clock.GetElapsedTime(_started);

            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Creates a deadline this long from now.</summary>
    public static ModelDeadline After(TimeSpan length, TimeProvider clock) => new(clock, length);

    /// <summary>Creates a token source that is cancelled at the deadline. Dispose it.</summary>
    public CancellationTokenSource StartTimer() => new(Left, _clock);
}
