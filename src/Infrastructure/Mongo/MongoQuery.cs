using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>Filters and collections that the queries share.</summary>
internal static class MongoQuery
{
    /// <summary>
    /// The documents of one deal. The name is sent as a value, whatever it looks like. Equality alone would also find
    /// documents whose <c>deal_id</c> is a list with the name in it: those are damaged, and no deal's.
    /// </summary>
    public static FilterDefinition<BsonDocument> ByDealName(string dealName) =>
        new BsonDocument("deal_id", new BsonDocument
        {
            { "$eq", dealName },
            { "$not", new BsonDocument("$type", "array") },
        });

    /// <summary>A collection, as documents rather than classes: see <see cref="StoredDocumentReader"/>.</summary>
    public static IMongoCollection<BsonDocument> CollectionOf(this IMongoDatabase database, StoredCollection collection) =>
        database.GetCollection<BsonDocument>(collection.Name);
}
