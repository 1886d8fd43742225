namespace DealInsights.WebApi.Timing;

/// <summary>Times as they are shown: in milliseconds with two decimals, no more and no fewer.</summary>
internal static class Milliseconds
{
    private const long TicksPerHundredth = TimeSpan.TicksPerMillisecond / 100;

    /// <summary>The time, rounded to hundredths of a millisecond.</summary>
    /// <remarks>
    /// A decimal, of which the decimals are part: to write a double in the format F2 takes twice as long, and this is done
    /// several times a request.
    /// </remarks>
    public static decimal Of(TimeSpan time) => (time.Ticks + (TicksPerHundredth / 2)) / TicksPerHundredth * 0.01m;
}
