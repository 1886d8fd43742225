using System.Collections.Concurrent;
using System.Net;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;
using MongoDB.Driver.Core.Servers;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>Knows how many connections are open to each server, which the driver tells by events only.</summary>
internal sealed class MongoPool
{
    private readonly ConcurrentDictionary<(EndPoint Server, long Connection), bool> _open = new();
    private volatile bool _hasBeenFilled;

    /// <summary>Whether the connections that are kept open were open once, so that the service may report ready.</summary>
    public bool HasBeenFilled
    {
        get => _hasBeenFilled;
        set => _hasBeenFilled = value;
    }

    /// <summary>Listens to what happens to the connections of a client in the making.</summary>
    public void Watch(ClusterBuilder cluster) => cluster
        .Subscribe<ConnectionOpenedEvent>(opened =>
            _open[(opened.ServerId.EndPoint, opened.ConnectionId.LongLocalValue)] = true)
        .Subscribe<ConnectionClosedEvent>(closed =>
            _open.TryRemove((closed.ServerId.EndPoint, closed.ConnectionId.LongLocalValue), out _));

    /// <summary>
    /// Whether every server that can be read from has at least so many connections. A server that is away does not
    /// count, but one has to be there.
    /// </summary>
    public bool Holds(int connections, ClusterDescription cluster)
    {
        var readable = cluster.Servers
            .Where(server => server.State == ServerState.Connected && server.IsDataBearing)
            .ToList();

        return readable.Count > 0
            && readable.All(server => _open.Keys.Count(key => key.Server.Equals(server.EndPoint)) >= connections);
    }
}
