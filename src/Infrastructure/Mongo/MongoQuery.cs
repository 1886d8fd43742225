using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>What the queries share.</summary>
internal static class MongoQuery
{
    /// <summary>
    /// The documents of one deal. Equality alone would also match damaged documents whose <c>deal_id</c> is a list that
    /// contains the name.
    /// </summary>
    public static FilterDefinition<BsonDocument> ByDealName(string dealName) =>
        new BsonDocument("deal_id", new BsonDocument
        {
            { "$eq", dealName },
            { "$not", new BsonDocument("$type", "array") },
        });

    /// <summary>Returns a collection of documents rather than classes: see <see cref="StoredDocumentReader"/>.</summary>
    public static IMongoCollection<BsonDocument> CollectionOf(this IMongoDatabase database, StoredCollection collection) =>
        database.GetCollection<BsonDocument>(collection.Name);

    /// <summary>A collection that is read from the primary, where the latest writes are, if there is one.</summary>
    public static IMongoCollection<BsonDocument> CurrentOf(this IMongoDatabase database, StoredCollection collection) =>
        database.CollectionOf(collection).WithReadPreference(ReadPreference.PrimaryPreferred);
}
