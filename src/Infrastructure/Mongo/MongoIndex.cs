using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>An index that a query needs, ascending on its fields.</summary>
/// <param name="Collection">The collection it is on.</param>
/// <param name="Fields">The fields, in order.</param>
/// <param name="IsUnique">Whether two documents may not have the same values in them.</param>
/// <param name="ExpiresAfter">
/// How long after the date in the one field the server removes a document; <see langword="null"/>: never.
/// </param>
internal sealed record MongoIndex(
    StoredCollection Collection, IReadOnlyList<string> Fields, bool IsUnique, TimeSpan? ExpiresAfter = null)
{
    /// <summary>
    /// The index by which the documents of a collection are unique, for reads by the key or its first fields.
    /// </summary>
    public static MongoIndex OnKeyOf(StoredCollection collection) => new(collection, collection.KeyFields, IsUnique: true);

    /// <summary>The keys as the server lists them.</summary>
    public BsonDocument Keys => new(Fields.Select(name => new BsonElement(name, 1)));

    /// <summary>The command to create it, with the name that the server would choose.</summary>
    public CreateIndexModel<BsonDocument> ToModel() =>
        new(Keys, new CreateIndexOptions { Unique = IsUnique ? true : null, ExpireAfter = ExpiresAfter });

    /// <summary>The index in words for the log: <c>deal_info (deal_id)</c>.</summary>
    public string InWords { get; } = $"{Collection.Name} ({string.Join(", ", Fields)})";
}
