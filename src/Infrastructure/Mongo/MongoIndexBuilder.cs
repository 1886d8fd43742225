using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>Creates the indexes that the queries need and that are not there. Changes and drops none.</summary>
internal sealed partial class MongoIndexBuilder(
    IMongoDatabase database,
    IOptions<MongoDbOptions> options,
    TimeProvider clock,
    ILogger<MongoIndexBuilder> logger)
{
    private readonly MongoCalls _calls = new(options.Value.SocketTimeout, clock);

    private static IEnumerable<MongoIndex> Needed =>
    [
        .. MongoDealRepository.Indexes,
        .. MongoConcernRepository.Indexes,
        .. MongoMeetingRepository.Indexes,
        .. MongoInsightStore.Indexes,
        .. MongoAuditRepository.Indexes,
    ];

    /// <summary>Creates what is missing. What the server refuses is logged; the queries work without, only slower.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The database did not answer in time.</exception>
    public async Task CreateMissingAsync(CancellationToken cancellationToken)
    {
        foreach (var index in Needed)
        {
            try
            {
                await CreateIfMissingAsync(index, cancellationToken);
            }
            // Documents that share a key, an index that was made meanwhile, a user who may only read: none of it is
            // a reason not to serve.
            catch (MongoCommandException refusal)
            {
                LogRefused(index.InWords, refusal.CodeName);
            }
        }
    }

    private async Task CreateIfMissingAsync(MongoIndex index, CancellationToken cancellationToken)
    {
        var indexes = database.CollectionOf(index.Collection).Indexes;
        var present = await _calls.RunAsync(
            async token =>
            {
                using var cursor = await indexes.ListAsync(token);
                return await cursor.ToListAsync(token);
            },
            cancellationToken);

        // Its name and options do not matter.
        if (present.Any(existing => HasKeys(existing, index.Keys)))
        {
            return;
        }

        await _calls.RunAsync(
            token => indexes.CreateOneAsync(index.ToModel(), cancellationToken: token), cancellationToken);
        LogCreated(index.InWords);
    }

    // 1, 1.0 and NumberLong(1) are the same direction, and BSON numbers compare by value.
    private static bool HasKeys(BsonDocument existing, BsonDocument keys) => existing["key"].AsBsonDocument.Equals(keys);

    [LoggerMessage(EventId = 1, EventName = "IndexCreated", Level = LogLevel.Information,
        Message = "Created the index {Index}")]
    private partial void LogCreated(string index);

    // Without the server's own words: those on a doubled key name the deal.
    [LoggerMessage(EventId = 2, EventName = "IndexRefused", Level = LogLevel.Warning,
        Message = "The server refused the index {Index}: {Reason}. Reads that need it are slow")]
    private partial void LogRefused(string index, string reason);
}
