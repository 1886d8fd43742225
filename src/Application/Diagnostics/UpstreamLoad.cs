namespace DealInsights.Application.Diagnostics;

/// <summary>How many calls to each upstream are in flight, over all requests, and how many at once there were.</summary>
public sealed class UpstreamLoad
{
    private readonly Gauge _database = new();
    private readonly Gauge _model = new();

    /// <summary>The calls in flight now.</summary>
    public int InFlight(Upstream upstream) => Of(upstream).Now;

    /// <summary>The most calls that were in flight at once since this was last asked; those in flight now at least.</summary>
    public int TakePeak(Upstream upstream) => Of(upstream).TakePeak();

    internal void Begin(Upstream upstream) => Of(upstream).Begin();

    internal void End(Upstream upstream) => Of(upstream).End();

    private Gauge Of(Upstream upstream) => upstream switch
    {
        Upstream.Database => _database,
        Upstream.Model => _model,
        _ => throw new ArgumentOutOfRangeException(nameof(upstream), upstream, "No such upstream."),
    };

    private sealed class Gauge
    {
        private int _now;
        private int _peak;

        public int Now => Volatile.Read(ref _now);

        public void Begin()
        {
            var now = Interlocked.Increment(ref _now);
            for (var peak = Volatile.Read(ref _peak); now > peak;)
            {
                var seen = Interlocked.CompareExchange(ref _peak, now, peak);
                if (seen == peak)
                {
                    break;
                }

                peak = seen;
            }
        }

        public void End() => Interlocked.Decrement(ref _now);

        public int TakePeak()
        {
            var now = Now;

            return Math.Max(now, Interlocked.Exchange(ref _peak, now));
        }
    }
}
