using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>An index that a query needs, ascending on its fields.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Fields">The fields, in order.</param>
/// <param name="IsUnique">Whether the fields identify a document.</param>
/// <param name="ExpiresAfter">The server removes a document so long after the date in the one field.</param>
internal sealed record MongoIndex(
    StoredCollection Collection, IReadOnlyList<string> Fields, bool IsUnique = false, TimeSpan? ExpiresAfter = null)
{
    /// <summary>The unique index on a collection's key, for reads by the key or its first fields.</summary>
    public static MongoIndex OnKeyOf(StoredCollection collection) => new(collection, collection.KeyFields, IsUnique: true);

    public BsonDocument Keys => new(Fields.Select(name => new BsonElement(name, 1)));

    public CreateIndexModel<BsonDocument> ToModel() =>
        new(Keys, new CreateIndexOptions { Unique = IsUnique ? true : null, ExpireAfter = ExpiresAfter });

    /// <summary>The index as it is logged: <c>deal_info (deal_id)</c>.</summary>
    public string Name { get; } = $"{Collection.Name} ({string.Join(", ", Fields)})";
}
