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
    /// <summary>All reads except the list find a deal by its name or its id.</summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        MongoIndex.OnKeyOf(StoredCollection.DealInfo),
        MongoIndex.OnKeyOf(StoredCollection.DealTimeline),
        new(StoredCollection.DealInfo, ["hubspot_id"]),
        .. MongoDealList.Indexes,
    ];

    // HubSpot ids are 64-bit numbers.
    private const int MaxDigits = 20;

    private static readonly ProjectionDefinition<BsonDocument> Identity =
        Builders<BsonDocument>.Projection.Include("deal_id").Include("hubspot_id");

    // The server counts the events, because there are hundreds of them, kilobytes each. Older timelines have none.
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
    public async Task<Deal?> FindByNameAsync(string dealName, CancellationToken cancellationToken) =>
        await FindOneAsync(
            StoredCollection.DealInfo, MongoQuery.ByDealName(dealName), MongoDealList.Fields, cancellationToken) is { } found
            ? reader.ReadDeal(found)
            : null;

    /// <inheritdoc/>
    public async Task<Deal?> FindByIdAsync(string dealId, CancellationToken cancellationToken) =>
        ById(dealId) is { } filter
        && await FindOneAsync(StoredCollection.DealInfo, filter, MongoDealList.Fields, cancellationToken) is { } found
            ? reader.ReadDeal(found)
            : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> FindIdsAsync(
        IReadOnlyCollection<string> dealNames, CancellationToken cancellationToken)
    {
        var named = Builders<BsonDocument>.Filter.In("deal_id", dealNames);
        var found = await calls.RunAsync(
            token => database.CollectionOf(StoredCollection.DealInfo).Find(named).Project(Identity).ToListAsync(token),
            cancellationToken);

        return found
            .Where(deal => deal["deal_id"].IsString)
            .ToDictionary(deal => deal["deal_id"].AsString, StoredDocumentReader.IdOf, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<Timeline?> FindTimelineAsync(string dealName, CancellationToken cancellationToken) =>
        await FindOneAsync(
            StoredCollection.DealTimeline, MongoQuery.ByDealName(dealName), TimelineExtent, cancellationToken) is { } found
            ? reader.ReadTimeline(found)
            : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Deal>> ListAsync(DealListing listing, CancellationToken cancellationToken) =>
        calls.RunAsync(token => MongoDealList.FindAsync(database, listing, reader, token), cancellationToken);

    /// <summary>The filter for the deal with an id; <see langword="null"/> for text that is no id.</summary>
    private static BsonDocument? ById(string dealId) => dealId switch
    {
        // Stays valid when the deal gets a HubSpot id.
        _ when ObjectId.TryParse(dealId, out var id) => new BsonDocument { { "_id", id }, { "deal_id", OfText() } },
        { Length: > 0 and <= MaxDigits } when dealId.All(char.IsAsciiDigit) =>
            new BsonDocument { { "hubspot_id", dealId }, { "deal_id", OfText() } },
        _ => null,
    };

    private static BsonDocument OfText() => new("$type", "string");

    private Task<BsonDocument?> FindOneAsync(
        StoredCollection collection,
        FilterDefinition<BsonDocument> filter,
        ProjectionDefinition<BsonDocument> fields,
        CancellationToken cancellationToken) =>
        calls.RunAsync<BsonDocument?>(
            async token => await database.CollectionOf(collection)
                .Find(filter)
                .Project(fields)
                .FirstOrDefaultAsync(token),
            cancellationToken);
}
