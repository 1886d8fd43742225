using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
internal sealed class MongoStoreStatus(IMongoDatabase database, IOptions<MongoDbOptions> options, TimeProvider clock)
    : IStoreStatus
{
    // Shorter than the timeout of a query, because a health check must answer soon.
    private readonly MongoCalls _calls = new(options.Value.ServerSelectionTimeout, clock);

    private volatile bool _isPrepared;

    /// <inheritdoc/>
    public string Name => "mongodb";

    /// <inheritdoc/>
    public int? MaxCalls => database.Client.Settings.MaxConnectionPoolSize;

    /// <inheritdoc/>
    public Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return _isPrepared
            ? PingAsync(cancellationToken)
            : throw MongoCalls.NotAvailable(new InvalidOperationException("The connection pool is not filled yet."));
    }

    /// <summary>Lets the service report ready: the connection pool was filled once.</summary>
    public void SetPrepared() => _isPrepared = true;

    /// <summary>Returns when a server that can be read from has answered a ping.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">
    /// No server answered within <see cref="MongoDbOptions.ServerSelectionTimeout"/>.
    /// </exception>
    public Task PingAsync(CancellationToken cancellationToken) => _calls.RunAsync(
        // Without a read preference the command would go to the primary, which reads may not need.
        token => database.RunCommandAsync<BsonDocument>(
            new BsonDocument("ping", 1), database.Settings.ReadPreference, token),
        cancellationToken);
}
