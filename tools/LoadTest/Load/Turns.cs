namespace DealInsights.LoadTest.Load;

/// <summary>Hands out the positions 0, 1, 2 … below a count, each of them once. Safe for concurrent use.</summary>
internal sealed class Turns(int count)
{
    private int _taken;

    /// <summary>How many were handed out.</summary>
    public int Taken => Math.Min(Volatile.Read(ref _taken), count);

    /// <returns>False when all are taken.</returns>
    public bool TryTake(out int position)
    {
        // Looked at first, so that those who ask in vain do not count on without end.
        position = Volatile.Read(ref _taken) < count ? Interlocked.Increment(ref _taken) - 1 : count;
        return position < count;
    }
}
