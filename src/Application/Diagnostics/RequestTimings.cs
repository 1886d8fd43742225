using System.Collections.Concurrent;

namespace DealInsights.Application.Diagnostics;

/// <summary>
/// Where the time of one request went: its queries, and how long it waited for each upstream. Scoped to the request;
/// safe to use from the reads that a request runs at once.
/// </summary>
public sealed class RequestTimings(TimeProvider clock)
{
    private readonly ConcurrentQueue<QueryTiming> _queries = new();
    private readonly WaitingTime _database = new(clock);
    private readonly WaitingTime _model = new(clock);

    /// <summary>The queries that ended so far, in the order in which they ended.</summary>
    public IReadOnlyCollection<QueryTiming> Queries => _queries;

    /// <summary>Records a query that ended, in whatever way.</summary>
    public void Add(QueryTiming query) => _queries.Enqueue(query);

    /// <summary>Counts the time until the result is disposed as waiting for <paramref name="upstream"/>.</summary>
    public WaitingScope Waiting(Upstream upstream)
    {
        var time = Of(upstream);
        time.Begin();
        return new WaitingScope(time);
    }

    /// <summary>
    /// How long at least one call to <paramref name="upstream"/> was in flight so far. Calls that ran at once count
    /// once, so that the share of a request's time that this is can never exceed the whole.
    /// </summary>
    /// <returns><see langword="null"/> when it was never called.</returns>
    public TimeSpan? WaitedFor(Upstream upstream) => Of(upstream).Total;

    private WaitingTime Of(Upstream upstream) => upstream switch
    {
        Upstream.Database => _database,
        Upstream.Model => _model,
        _ => throw new ArgumentOutOfRangeException(nameof(upstream), upstream, "No such upstream."),
    };

    /// <summary>One call in flight. Dispose it once.</summary>
    public readonly struct WaitingScope : IDisposable
    {
        private readonly WaitingTime _time;

        internal WaitingScope(WaitingTime time) => _time = time;

        /// <summary>Ends the call.</summary>
        public void Dispose() => _time.End();
    }

    internal sealed class WaitingTime(TimeProvider clock)
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
/// <param name="Duration">From being sent to its answer or failure, validation included.</param>
public sealed record QueryTiming(string Name, QueryOutcome Outcome, TimeSpan Duration);

/// <summary>How a query ended.</summary>
public enum QueryOutcome
{
    /// <summary>It was answered, "nothing stored" included.</summary>
    Ok,

    /// <summary>It was refused as invalid.</summary>
    Invalid,

    /// <summary>The caller gave up.</summary>
    Cancelled,

    /// <summary>It failed.</summary>
    Failed,
}
