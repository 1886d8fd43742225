using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Options;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// Whether the pool is the bottleneck, on the meter of <see cref="Telemetry.Name"/>: counted from the driver's events,
/// by server (tag <c>server</c>, host and port), since there is a pool for each.
/// </summary>
internal sealed class MongoPoolMetrics
{
    private readonly ConcurrentDictionary<EndPoint, Pool> _pools = new();
    private readonly Histogram<double> _wait;

    /// <summary>Creates the instruments with the host's meter factory, which separates hosts in one process.</summary>
    public MongoPoolMetrics(IMeterFactory meters, IOptions<MongoDbOptions> options)
    {
        var meter = meters.Create(Telemetry.Name);
        var limit = options.Value.MaxPoolSize;
        Gauge(MetricNames.MongoPoolInUse, "{connection}", "Connections that calls hold.", pool => Interlocked.Read(ref pool.InUse));
        Gauge(MetricNames.MongoPoolOpen, "{connection}", "Connections that there are, in use or idle.", pool => Interlocked.Read(ref pool.Open));
        Gauge(MetricNames.MongoPoolWaiting, "{call}", "Calls that wait for a connection.", pool => Interlocked.Read(ref pool.Waiting));
        Gauge(MetricNames.MongoPoolLimit, "{connection}", "The most connections there may be.", _ => limit);
        Counter(MetricNames.MongoPoolCreated, "{connection}", "Connections that were added.", pool => Interlocked.Read(ref pool.Created));
        Counter(MetricNames.MongoPoolClosed, "{connection}", "Connections that were removed.", pool => Interlocked.Read(ref pool.Closed));
        Counter(MetricNames.MongoPoolCheckoutFailures, "{call}", "Calls that got no connection.", pool => Interlocked.Read(ref pool.Failures));
        _wait = meter.CreateHistogram(
            MetricNames.MongoPoolWait,
            "s",
            "How long calls waited for a connection.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5] });

        void Gauge(string name, string unit, string description, Func<Pool, long> read) =>
            meter.CreateObservableUpDownCounter(name, () => Observe(read), unit, description);

        void Counter(string name, string unit, string description, Func<Pool, long> read) =>
            meter.CreateObservableCounter(name, () => Observe(read), unit, description);
    }

    /// <summary>Listens to what happens to the connections of a client in the making.</summary>
    public void Watch(ClusterBuilder cluster) => cluster
        .Subscribe<ConnectionPoolOpenedEvent>(opened => Of(opened.ServerId.EndPoint))
        .Subscribe<ConnectionPoolAddedConnectionEvent>(added =>
        {
            var pool = Of(added.ServerId.EndPoint);
            Interlocked.Increment(ref pool.Created);
            Interlocked.Increment(ref pool.Open);
        })
        .Subscribe<ConnectionPoolRemovedConnectionEvent>(removed =>
        {
            var pool = Of(removed.ServerId.EndPoint);
            Interlocked.Increment(ref pool.Closed);
            Interlocked.Decrement(ref pool.Open);
        })
        .Subscribe<ConnectionPoolCheckingOutConnectionEvent>(asked =>
            Interlocked.Increment(ref Of(asked.ServerId.EndPoint).Waiting))
        .Subscribe<ConnectionPoolCheckingOutConnectionFailedEvent>(failed =>
        {
            var pool = Of(failed.ServerId.EndPoint);
            Interlocked.Decrement(ref pool.Waiting);
            Interlocked.Increment(ref pool.Failures);
            _wait.Record(failed.Duration.TotalSeconds, pool.Tag);
        })
        .Subscribe<ConnectionPoolCheckedOutConnectionEvent>(got =>
        {
            var pool = Of(got.ServerId.EndPoint);
            Interlocked.Decrement(ref pool.Waiting);
            Interlocked.Increment(ref pool.InUse);
            _wait.Record(got.Duration.TotalSeconds, pool.Tag);
        })
        .Subscribe<ConnectionPoolCheckedInConnectionEvent>(returned =>
            Interlocked.Decrement(ref Of(returned.ServerId.EndPoint).InUse));

    private Pool Of(EndPoint server) => _pools.GetOrAdd(server, static server => new Pool(server));

    private IEnumerable<Measurement<long>> Observe(Func<Pool, long> read) =>
        _pools.Values.Select(pool => new Measurement<long>(read(pool), pool.Tag));

    private sealed class Pool(EndPoint server)
    {
        public long InUse;
        public long Open;
        public long Waiting;
        public long Created;
        public long Closed;
        public long Failures;

        public KeyValuePair<string, object?> Tag { get; } = new("server", server switch
        {
            DnsEndPoint named => $"{named.Host}:{named.Port}",
            _ => $"{server}",
        });
    }
}
