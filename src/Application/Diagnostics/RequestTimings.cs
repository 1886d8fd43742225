namespace DealInsights.Application.Diagnostics;

/// <summary>
/// The queries of one request and how long it waited for each upstream. Scoped to the request; safe for concurrent use by
/// the reads that a request starts together.
/// </summary>
/// <param name="clock">Measures the durations.</param>
/// <param name="telemetry">Counts the calls in progress; null in tests that do not check metrics.</param>
public sealed class RequestTimings(TimeProvider clock, Telemetry? telemetry = null)
{
    private readonly Lock _gate = new();
    // Replaced as a whole with each query, so that it can be read while another ends.
    private volatile QueryTiming[] _queries = [];
    private readonly WaitingTime _database = new(clock);
    private readonly WaitingTime _model = new(clock);

    /// <summary>The queries that ended so far, in the order in which they ended.</summary>
    public IReadOnlyList<QueryTiming> Queries => _queries;

    /// <summary>Records a query that ended, successfully or not.</summary>
    public void Add(QueryTiming query)
    {
        lock (_gate)
        {
            _queries = [.. _queries, query];
        }
    }

    /// <summary>Counts the time until the result is disposed as waiting for <paramref name="upstream"/>.</summary>
    public WaitingScope Waiting(Upstream upstream)
    {
        Of(upstream).Begin();
        telemetry?.AddCall(upstream, 1);
        return new WaitingScope(this, upstream);
    }

    /// <summary>
    /// Returns how long at least one call to <paramref name="upstream"/> was in progress so far. Overlapping calls count
    /// once, so the result never exceeds the duration of the request.
    /// </summary>
    /// <returns><see langword="null"/> when it was never called.</returns>
    public TimeSpan? WaitedFor(Upstream upstream) => Of(upstream).Total;

    private void End(Upstream upstream)
    {
        telemetry?.AddCall(upstream, -1);
        Of(upstream).End();
    }

    private WaitingTime Of(Upstream upstream) => upstream switch
    {
        Upstream.Database => _database,
        Upstream.Model => _model,
        _ => throw new ArgumentOutOfRangeException(nameof(upstream), upstream, "No such upstream."),
    };

    /// <summary>One call in progress. Dispose it once.</summary>
    public readonly struct WaitingScope : IDisposable
    {
        private readonly RequestTimings _timings;
        private readonly Upstream _upstream;

        internal WaitingScope(RequestTimings timings, Upstream upstream)
        {
            _timings = timings;
            _upstream = upstream;
        }

        /// <summary>Ends the call.</summary>
        public void Dispose() => _timings.End(_upstream);
    }

    private sealed class WaitingTime(TimeProvider clock)
    {
        private readonly Lock _gate = new();
        private int _inFlight;
        private long _since;
        private TimeSpan? _total;

        public TimeSpan? Total
        {
            get
            {
                lock (_gate)
                {
                    return _inFlight == 0 ? _total : (_total ?? TimeSpan.Zero) + clock.GetElapsedTime(_since);
                }
            }
        }

        public void Begin()
        {
            lock (_gate)
            {
                if (_inFlight++ == 0)
                {
                    _since = clock.GetTimestamp();
                }
            }
        }

        public void End()
        {
            lock (_gate)
            {
                if (--_inFlight == 0)
                {
                    _total = (_total ?? TimeSpan.Zero) + clock.GetElapsedTime(_since);
                }
            }
        }
    }
}

/// <summary>How one query ended and how long it took.</summary>
/// <param name="Name">The query's type without its suffix: <c>GetDealInfo</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">From being sent to its result or failure, validation included.</param>
/// <param name="Database">How long the request waited for the database meanwhile; null for not at all.</param>
/// <param name="Model">How long the request waited for the model meanwhile; null for not at all.</param>
public sealed record QueryTiming(
    string Name, QueryOutcome Outcome, TimeSpan Duration, TimeSpan? Database = null, TimeSpan? Model = null)
{
    /// <summary>The rest of the duration: the time in this process.</summary>
    public TimeSpan Own =>
        Duration - (Database ?? TimeSpan.Zero) - (Model ?? TimeSpan.Zero) is { Ticks: > 0 } own ? own : TimeSpan.Zero;
}

/// <summary>How a query ended.</summary>
public enum QueryOutcome
{
    /// <summary>It returned a result, which may be that nothing is stored.</summary>
    Ok,

    /// <summary>It was refused as invalid.</summary>
    Invalid,

    /// <summary>The caller disconnected.</summary>
    Cancelled,

    /// <summary>It failed.</summary>
    Failed,
}
