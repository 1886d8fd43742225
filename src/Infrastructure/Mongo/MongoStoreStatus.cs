using DealInsights.Application.Diagnostics;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
internal sealed class MongoStoreStatus(MongoPool pool, MongoPing ping, IMongoClient client) : IStoreStatus
{
    /// <inheritdoc/>
    public string Name => "mongodb";

    /// <inheritdoc/>
    public int? MaxCalls => client.Settings.MaxConnectionPoolSize;

    /// <inheritdoc/>
    public Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return pool.HasBeenFilled
            ? ping.SendAsync(cancellationToken)
            : throw MongoCalls.NotAvailable(new InvalidOperationException("The connection pool is not filled yet."));
    }
}
