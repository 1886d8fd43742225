namespace DealInsights.WebApi.FunctionalTests;

/// <summary>The real time, moved on as a test likes.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _shift;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(Interlocked.Read(ref _shift) * ((double)TimestampFrequency / TimeSpan.TicksPerSecond));
}
