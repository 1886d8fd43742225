using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>What the queries share.</summary>
internal static class MongoQuery
{
    /// <summary>
    /// Matches the documents of one deal. The name is sent as a value, so it cannot become an operator. Equality alone would
    /// also match damaged documents whose <c>deal_id</c> is a list that contains the name.
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
}
