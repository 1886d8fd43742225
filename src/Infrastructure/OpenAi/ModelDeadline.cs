namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// When everything that is done for an answer of the model's has to be done: waiting for others, questions, retries.
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

    /// <summary>What is left of it; never negative.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = _length - _clock.GetElapsedTime(_started);

            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>A deadline this long from now.</summary>
    public static ModelDeadline After(TimeSpan length, TimeProvider clock) => new(clock, length);

    /// <summary>A timer that is cancelled at the deadline. To be disposed.</summary>
    public CancellationTokenSource StartTimer() => new(Left, _clock);
}
