using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>
/// The table of a collection: its key, the columns worked out from a document when it is stored, and the document.
/// </summary>
internal sealed class CollectionTable
{
    private static readonly CollectionTable[] All =
    [
        new(StoredCollection.DealInfo, idColumn: "deal",
            new DerivedColumn("deal", Bson(Projections.Deal)),
            new DerivedColumn("stage", (document, reader) => OrNull(reader.ReadDeal(document).Stage)),
            new DerivedColumn("owner", (document, reader) => OrNull(reader.ReadDeal(document).Owner)),
            new DerivedColumn("amount_order", (document, reader) => Projections.AmountOrder(document, reader)),
            new DerivedColumn("modified_at", (document, reader) => Projections.ModifiedAt(document, reader)),
            new DerivedColumn("search", Projections.Search)),
        new(StoredCollection.DealTimeline, idColumn: "extent", new DerivedColumn("extent", Bson(Projections.Extent))),
        new(StoredCollection.DealInsights, idColumn: "concerns", new DerivedColumn("concerns", Bson(Projections.Concerns))),
        new(
            StoredCollection.MeetingInsights,
            idColumn: "attendees",
            new DerivedColumn("held_at", (document, reader) => Projections.HeldAt(document, reader)),
            new DerivedColumn("attendees", Bson(Projections.Attendees)),
            new DerivedColumn("overview", Bson(Projections.Overview)),
            new DerivedColumn("digest", Projections.Digest)),
    ];

    private CollectionTable(StoredCollection collection, string idColumn, params DerivedColumn[] derived)
    {
        Collection = collection;
        Derived = derived;

        var columns = collection.KeyFields.Concat(derived.Select(column => column.Name)).Append("document").ToList();
        var key = string.Join(", ", collection.KeyFields);
        var replaced = columns.Except(collection.KeyFields).Select(column => $"{column} = excluded.{column}");

        Upsert = $"""
            INSERT INTO {collection.Name} ({string.Join(", ", columns)})
            VALUES ({string.Join(", ", columns.Select(column => $"${column}"))})
            ON CONFLICT ({key}) DO UPDATE SET {string.Join(", ", replaced)}
            """;
        FindId = $"""
            SELECT {idColumn} FROM {collection.Name}
            WHERE {string.Join(" AND ", collection.KeyFields.Select(field => $"{field} = ${field}"))}
            """;
        ReadAll = $"SELECT document FROM {collection.Name} ORDER BY {key}";
        Count = $"SELECT count(*) FROM {collection.Name}";
    }

    public StoredCollection Collection { get; }

    /// <summary>The columns beside the key and the document.</summary>
    public IReadOnlyList<DerivedColumn> Derived { get; }

    /// <summary>Stores a document; each column is a parameter of the same name.</summary>
    public string Upsert { get; }

    /// <summary>Finds a small projection that holds the stored document's <c>_id</c>; each key field is a parameter.</summary>
    public string FindId { get; }

    public string ReadAll { get; }

    public string Count { get; }

    public static CollectionTable Of(StoredCollection collection) => All.Single(table => table.Collection == collection);

    private static object OrNull(string? text) => text is null ? DBNull.Value : text;

    private static Func<BsonDocument, StoredDocumentReader, object> Bson(Func<BsonDocument, BsonDocument> project) =>
        (document, _) => project(document).ToBson();
}

/// <summary>A column that is worked out from a document when it is stored.</summary>
internal sealed record DerivedColumn(string Name, Func<BsonDocument, StoredDocumentReader, object> ValueOf);
