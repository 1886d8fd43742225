using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>What the queries have in common.</summary>
internal static class MongoQuery
{
    // Whenever the driver is asked for a collection it describes all its settings in a text, which nobody reads.
    private static readonly ConditionalWeakTable<IMongoDatabase, ConcurrentDictionary<string, IMongoCollection<BsonDocument>>>
        Collections = [];

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
        Collections.GetOrCreateValue(database).GetOrAdd(
            collection.Name, static (name, database) => database.GetCollection<BsonDocument>(name), database);
}
