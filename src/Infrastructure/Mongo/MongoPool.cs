using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Options;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;
using MongoDB.Driver.Core.Servers;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// Counts the connections to each server from the driver's events, and publishes the counts as metrics with the tag
/// <c>server</c> (host and port).
/// </summary>
internal sealed class MongoPool
{
    private readonly ConcurrentDictionary<EndPoint, Counts> _servers = new();
    private readonly Histogram<double> _wait;

    /// <summary>Creates the instruments with the host's meter factory, which keeps hosts in one process apart.</summary>
    public MongoPool(IMeterFactory meters, IOptions<MongoDbOptions> options)
    {
        var meter = meters.Create(Telemetry.Name);
        var limit = options.Value.MaxPoolSize;
        Gauge(MetricNames.MongoPoolInUse, "{connection}", "Connections in use.", server => Interlocked.Read(ref server.InUse));
        Gauge(MetricNames.MongoPoolOpen, "{connection}", "Connections in use or idle.", server => server.Open);
        Gauge(MetricNames.MongoPoolWaiting, "{call}", "Calls that wait for a connection.", server => Interlocked.Read(ref server.Waiting));
        Gauge(MetricNames.MongoPoolLimit, "{connection}", "The most connections allowed.", _ => limit);
        Counter(MetricNames.MongoPoolCreated, "{connection}", "Connections that were added.", server => Interlocked.Read(ref server.Created));
        Counter(MetricNames.MongoPoolClosed, "{connection}", "Connections that were removed.", server => Interlocked.Read(ref server.Closed));
        Counter(MetricNames.MongoPoolCheckoutFailures, "{call}", "Calls that got no connection.", server => Interlocked.Read(ref server.Failures));
        _wait = meter.CreateHistogram(
            MetricNames.MongoPoolWait,
            "s",
            "How long calls waited for a connection.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5] });

        void Gauge(string name, string unit, string description, Func<Counts, long> read) =>
            meter.CreateObservableUpDownCounter(name, () => Observe(read), unit, description);

        void Counter(string name, string unit, string description, Func<Counts, long> read) =>
            meter.CreateObservableCounter(name, () => Observe(read), unit, description);
    }

    /// <summary>Subscribes to the events of a client that is being built.</summary>
    public void Watch(ClusterBuilder cluster) => cluster
        .Subscribe<ConnectionPoolOpenedEvent>(opened => Of(opened.ServerId))
        .Subscribe<ConnectionOpenedEvent>(opened => Interlocked.Increment(ref Of(opened.ServerId).Established))
        .Subscribe<ConnectionPoolAddedConnectionEvent>(added => Interlocked.Increment(ref Of(added.ServerId).Created))
        .Subscribe<ConnectionPoolRemovedConnectionEvent>(removed => Interlocked.Increment(ref Of(removed.ServerId).Closed))
        .Subscribe<ConnectionPoolCheckingOutConnectionEvent>(asked => Interlocked.Increment(ref Of(asked.ServerId).Waiting))
        .Subscribe<ConnectionPoolCheckingOutConnectionFailedEvent>(failed =>
        {
            var server = Of(failed.ServerId);
            Interlocked.Decrement(ref server.Waiting);
            Interlocked.Increment(ref server.Failures);
            _wait.Record(failed.Duration.TotalSeconds, server.Tag);
        })
        .Subscribe<ConnectionPoolCheckedOutConnectionEvent>(got =>
        {
            var server = Of(got.ServerId);
            Interlocked.Decrement(ref server.Waiting);
            Interlocked.Increment(ref server.InUse);
            _wait.Record(got.Duration.TotalSeconds, server.Tag);
        })
        .Subscribe<ConnectionPoolCheckedInConnectionEvent>(returned => Interlocked.Decrement(ref Of(returned.ServerId).InUse));

    /// <summary>
    /// Whether so many connections were opened to every server that can be read from. A server that is down does not
    /// count, but one must be up.
    /// </summary>
    public bool WasFilledWith(int connections, ClusterDescription cluster)
    {
        var readable = cluster.Servers
            .Where(server => server.State == ServerState.Connected && server.IsDataBearing)
            .ToList();

        return readable.Count > 0
            && readable.All(server => Interlocked.Read(ref Of(server.ServerId).Established) >= connections);
    }

    private Counts Of(ServerId server) => _servers.GetOrAdd(server.EndPoint, static server => new Counts(server));

    private IEnumerable<Measurement<long>> Observe(Func<Counts, long> read) =>
        _servers.Values.Select(server => new Measurement<long>(read(server), server.Tag));

    private sealed class Counts(EndPoint server)
    {
        public long Established;
        public long InUse;
        public long Waiting;
        public long Created;
        public long Closed;
        public long Failures;

        public long Open => Interlocked.Read(ref Created) - Interlocked.Read(ref Closed);

        public KeyValuePair<string, object?> Tag { get; } =
            new("server", server is DnsEndPoint named ? $"{named.Host}:{named.Port}" : $"{server}");
    }
}
