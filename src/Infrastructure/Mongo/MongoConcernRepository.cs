using DealInsights.Application.Concerns;
using DealInsights.Domain.Concerns;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
internal sealed class MongoConcernRepository(IMongoDatabase database, MongoCalls calls, StoredDocumentReader reader)
    : IConcernRepository
{
    /// <summary>The read is by the deal's name.</summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes = [MongoIndex.OnKeyOf(StoredCollection.DealInsights)];

    private static readonly ProjectionDefinition<BsonDocument> ConcernFields =
        Builders<BsonDocument>.Projection.Include("concerns").Include("last_updated");

    /// <inheritdoc/>
    public async Task<ConcernRecord> FindAsync(string dealName, CancellationToken cancellationToken)
    {
        var found = await calls.RunAsync<BsonDocument?>(
            async token => await database.CollectionOf(StoredCollection.DealInsights)
                .Find(MongoQuery.ByDealName(dealName))
                .Project(ConcernFields)
                .FirstOrDefaultAsync(token),
            cancellationToken);

        return found is null ? new ConcernRecord([], AssessedAt: null) : reader.ReadConcernRecord(found);
    }
}
