using DealInsights.Application.Deals;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
internal sealed class MongoDealRepository(IMongoDatabase database, MongoCalls calls, StoredDocumentReader reader)
    : IDealRepository
{
    /// <summary>All reads but the list are by the deal's name alone.</summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes =
        [MongoIndex.OnKeyOf(StoredCollection.DealInfo), MongoIndex.OnKeyOf(StoredCollection.DealTimeline), .. MongoDealList.Indexes];

    private static readonly ProjectionDefinition<BsonDocument> DealFields =
        Builders<BsonDocument>.Projection.Include("deal_id").Include("owner").Include("stage");

    private static readonly ProjectionDefinition<BsonDocument> NameAlone =
        Builders<BsonDocument>.Projection.Include("deal_id").Exclude("_id");

    // The events are counted where they lie: there are hundreds of them, kilobytes each. Older timelines have none.
    private static readonly ProjectionDefinition<BsonDocument> TimelineExtent = BsonDocument.Parse(
        $$"""
        {
          "start_date": 1,
          "end_date": 1,
          "{{StoredDocumentReader.ActivityCountField}}": { "$switch": {
            "branches": [
              { "case": { "$isArray": "$events" }, "then": { "$size": "$events" } },
              { "case": { "$eq": [{ "$ifNull": ["$events", null] }, null] }, "then": 0 }
            ],
            "default": null
          } }
        }
        """);

    /// <inheritdoc/>
    public async Task<Deal?> FindAsync(string dealName, CancellationToken cancellationToken) =>
        await FindOneAsync(StoredCollection.DealInfo, dealName, DealFields, cancellationToken) is { } found
            ? reader.ReadDeal(found)
            : null;

    /// <inheritdoc/>
    public async Task<Timeline?> FindTimelineAsync(string dealName, CancellationToken cancellationToken) =>
        await FindOneAsync(StoredCollection.DealTimeline, dealName, TimelineExtent, cancellationToken) is { } found
            ? reader.ReadTimeline(found)
            : null;

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string dealName, CancellationToken cancellationToken) =>
        await FindOneAsync(StoredCollection.DealInfo, dealName, NameAlone, cancellationToken) is not null;

    /// <inheritdoc/>
    public async Task<DealRecord?> FindRecordAsync(string dealName, CancellationToken cancellationToken) =>
        await FindOneAsync(StoredCollection.DealInfo, dealName, MongoDealList.Fields, cancellationToken) is { } found
            ? reader.ReadDealRecord(found)
            : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<DealRecord>> ListAsync(DealListing listing, CancellationToken cancellationToken) =>
        calls.RunAsync(
            token => MongoDealList.FindAsync(database, listing, reader, token),
            cancellationToken);

    private Task<BsonDocument?> FindOneAsync(
        StoredCollection collection,
        string dealName,
        ProjectionDefinition<BsonDocument> fields,
        CancellationToken cancellationToken) =>
        calls.RunAsync<BsonDocument?>(
            async token => await database.CollectionOf(collection)
                .Find(MongoQuery.ByDealName(dealName))
                .Project(fields)
                .FirstOrDefaultAsync(token),
            cancellationToken);
}
