namespace DealInsights.Application.Audit;

/// <summary>
/// Gives records identifiers that grow: UUIDs of version 7 with a counter behind the millisecond (RFC 9562, section 6.2,
/// method 1). The framework's own are in no order within a millisecond. Not for several threads at once.
/// </summary>
internal sealed class AuditIdentifiers
{
    private const int MostInAMillisecond = 0x1000;

    // The two highest bits of the second half.
    private const ulong Variant = 0x8000_0000_0000_0000;

    private long _millisecond;
    private int _counter;

    /// <summary>The next identifier, 32 hexadecimal digits, greater (ordinal) than all before it, also when the clock is set back.</summary>
    public string Next(DateTimeOffset now)
    {
        _counter++;
        if (now.ToUnixTimeMilliseconds() is var millisecond && millisecond > _millisecond)
        {
            (_millisecond, _counter) = (millisecond, 0);
        }
        else if (_counter == MostInAMillisecond)
        {
            (_millisecond, _counter) = (_millisecond + 1, 0);
        }

        var random = (ulong)Random.Shared.NextInt64() >> 1;

        return $"{_millisecond:x12}7{_counter:x3}{Variant | random:x16}";
    }
}
