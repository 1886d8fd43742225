using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.Hosting;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Security;

/// <summary>
/// Counts requests with wrong credentials: for the metrics by way in, and for each address within the current minute.
/// Safe to use from many threads.
/// </summary>
/// <remarks>
/// The memory for addresses is a fixed number of counters, of which several addresses may share one. Who has a great
/// many addresses can fill all of them; that slows those who send wrong credentials, and keys that were not used lately.
/// </remarks>
internal sealed class FailedAttempts
{
    private const int Counters = 16_384;

    private static readonly string[] Counted =
        [Schemes.ApiKey, Schemes.Bearer, Schemes.HubSpot, Schemes.OperatorKey, Schemes.Several];

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Minute and count of each, in one number, so that both change at once.
    private readonly long[] _counters = new long[Counters];
    private readonly IOptions<SecurityOptions> _options;
    private readonly TimeProvider _clock;
    private readonly long[] _failures = new long[Counted.Length];

    /// <summary>Makes the instrument with the host's meter factory, so that hosts in one process keep theirs apart.</summary>
    public FailedAttempts(IMeterFactory meters, IOptions<SecurityOptions> options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        // Observed, so that each scheme is told as 0 from the start: what appears with its first increase shows none.
        meters.Create(Telemetry.Name).CreateObservableCounter(
            "dealinsights.access.failures", Observe, "{request}", "Requests whose credentials were wrong.");
    }

    /// <summary>Counts a request with wrong credentials. Tag <c>scheme</c>: one of <see cref="Schemes"/>.</summary>
    public void Record(HttpContext context, string scheme)
    {
        Interlocked.Increment(ref _failures[Array.IndexOf(Counted, scheme)]);
        ref var counter = ref CounterOf(context);
        var minute = Minute();
        while (true)
        {
            var before = Volatile.Read(ref counter);
            var after = (minute << 32) | (CountIn(before, minute) + 1);
            if (Interlocked.CompareExchange(ref counter, after, before) == before)
            {
                return;
            }
        }
    }

    /// <summary>Whether the request's address has sent as many wrong ones within this minute as it may.</summary>
    public bool AreTooMany(HttpContext context) =>
        CountIn(Volatile.Read(ref CounterOf(context)), Minute()) >= _options.Value.FailedAttemptsPerMinute;

    /// <summary>When the current minute ends, and the count begins anew.</summary>
    public TimeSpan UntilForgotten =>
        Window - TimeSpan.FromTicks(_clock.GetUtcNow().Ticks % Window.Ticks);

    private IEnumerable<Measurement<long>> Observe() => Counted.Select((scheme, index) => new Measurement<long>(
        Interlocked.Read(ref _failures[index]), new KeyValuePair<string, object?>("scheme", scheme)));

    private static long CountIn(long counter, long minute) =>
        counter >> 32 == minute ? Math.Min(counter & uint.MaxValue, int.MaxValue) : 0;

    private long Minute() => _clock.GetUtcNow().Ticks / Window.Ticks;

    // The hash of an address is seeded in each process: nobody can choose addresses that share a counter.
    private ref long CounterOf(HttpContext context) =>
        ref _counters[(uint)HashCode.Combine(ClientNetwork.Of(context.Connection.RemoteIpAddress)) % Counters];
}
