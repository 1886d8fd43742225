namespace DealInsights.LoadTest.Measurement;

/// <summary>Tells how many requests were in flight on average over a time. Safe for concurrent use.</summary>
internal sealed class InFlightGauge(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private int _current;
    private double _requestSeconds;
    private long _begun = clock.GetTimestamp();
    private long _changed = clock.GetTimestamp();

    /// <summary>Forgets the time until now, but not what is in flight.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            (_requestSeconds, _begun) = (0, clock.GetTimestamp());
            _changed = _begun;
        }
    }

    /// <summary>Counts requests that are sent, or with a negative number done with.</summary>
    public void Add(int change)
    {
        lock (_gate)
        {
            Advance();
            _current += change;
        }
    }

    /// <summary>The average since <see cref="Begin"/>, each number weighted with the time that it lasted.</summary>
    public double Average()
    {
        lock (_gate)
        {
            Advance();
            var elapsed = clock.GetElapsedTime(_begun, _changed);
            return elapsed > TimeSpan.Zero ? _requestSeconds / elapsed.TotalSeconds : _current;
        }
    }

    private void Advance()
    {
        var now = clock.GetTimestamp();
        _requestSeconds += _current * clock.GetElapsedTime(_changed, now).TotalSeconds;
        _changed = now;
    }
}
