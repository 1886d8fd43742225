using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>Pings the database.</summary>
internal sealed class MongoPing(IMongoDatabase database, IOptions<MongoDbOptions> options, TimeProvider clock)
{
    // Shorter than the timeout of a query, because a health check needs its result soon.
    private readonly MongoCalls _calls = new(options.Value.ServerSelectionTimeout, clock);

    /// <summary>Returns when a server that can be read from has answered.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">
    /// None has within <see cref="MongoDbOptions.ServerSelectionTimeout"/>.
    /// </exception>
    public Task SendAsync(CancellationToken cancellationToken) => _calls.RunAsync(
        // A command goes to the primary unless told otherwise, and reads may do without one.
        token => database.RunCommandAsync<BsonDocument>(
            new BsonDocument("ping", 1), database.Settings.ReadPreference, token),
        cancellationToken);
}
