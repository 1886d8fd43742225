using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>What the queries have in common.</summary>
internal static class MongoQuery
{
    /// <summary>The documents of one deal. The name is sent as a value, whatever it looks like.</summary>
    public static FilterDefinition<BsonDocument> ByDealName(string dealName) =>
        Builders<BsonDocument>.Filter.Eq("deal_id", new BsonString(dealName));

    /// <summary>A collection, as documents rather than classes: see <see cref="StoredDocumentReader"/>.</summary>
    public static IMongoCollection<BsonDocument> CollectionOf(this IMongoDatabase database, StoredCollection collection) =>
        database.GetCollection<BsonDocument>(collection.Name);
}
