using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>Creates the indexes that the queries need and that are missing. Never changes or drops one.</summary>
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

    /// <summary>Creates what is missing, whatever the name and options of an existing index on the same keys.</summary>
    /// <remarks>An index that the server refuses is logged; the queries work without it, only slower.</remarks>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The database did not answer in time.</exception>
    public async Task CreateMissingAsync(CancellationToken cancellationToken)
    {
        foreach (var index in Needed)
        {
            try
            {
                await CreateIfMissingAsync(index, cancellationToken);
            }
            // Documents that share a key, an index that another instance created meanwhile, or a read-only user.
            catch (MongoCommandException refusal)
            {
                LogRefused(index.Name, refusal.CodeName);
            }
        }
    }

    private async Task CreateIfMissingAsync(MongoIndex index, CancellationToken cancellationToken)
    {
        var indexes = database.CollectionOf(index.Collection).Indexes;
        var present = await _calls.RunAsync(
            async token => await (await indexes.ListAsync(token)).ToListAsync(token), cancellationToken);
        // BSON numbers compare by value, so 1, 1.0 and NumberLong(1) are equal.
        if (present.Any(existing => existing["key"] == index.Keys))
        {
            return;
        }

        await _calls.RunAsync(
            token => indexes.CreateOneAsync(index.ToModel(), cancellationToken: token), cancellationToken);
        LogCreated(index.Name);
    }

    [LoggerMessage(EventId = 1, EventName = "IndexCreated", Level = LogLevel.Information,
        Message = "Created the index {Index}")]
    private partial void LogCreated(string index);

    // Without the server's message, which may quote the deal's name.
    [LoggerMessage(EventId = 2, EventName = "IndexRefused", Level = LogLevel.Warning,
        Message = "The server refused the index {Index}: {Reason}. Reads that need it are slow")]
    private partial void LogRefused(string index, string reason);
}
