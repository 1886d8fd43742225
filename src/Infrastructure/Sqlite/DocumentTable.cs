using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>
/// The table of an imported collection: the key, the columns that queries filter and sort by, and the document. A long
/// part of a document may be kept beside it, so that reading the document does not read that part.
/// </summary>
internal abstract class DocumentTable(StoredCollection collection)
{
    private static readonly DocumentTable[] All =
        [new DealInfoTable(), new DealTimelineTable(), new DealInsightsTable(), new MeetingInsightsTable()];

    private readonly string _keyFields = string.Join(", ", collection.KeyFields);

    private readonly string _byKey = string.Join(" AND ", collection.KeyFields.Select(field => $"{field} = ${field}"));

    public StoredCollection Collection => collection;

    public static DocumentTable Of(StoredCollection collection) => All.Single(table => table.Collection == collection);

    /// <summary>Inserts a document, or replaces the one with the same key, whose <c>_id</c> it gets.</summary>
    /// <returns>Why the document was refused; <see langword="null"/> when it was stored.</returns>
    public string? Write(EmbeddedConnection connection, BsonDocument document, StoredDocumentReader reader)
    {
        if (StrictBson.ReasonToRefuse(document, out _) is { } reason)
        {
            return reason;
        }

        var stored = connection.FindDocuments(
            $"SELECT document FROM {collection.Name} WHERE {_byKey}", KeyOf(document));
        Insert(connection, WithId(document, stored is [var replaced] ? replaced.GetValue("_id") : null), reader);
        return null;
    }

    /// <summary>Reads every document as it was stored, in order of the key, all as of the moment of the first.</summary>
    public IEnumerable<BsonDocument> ReadAll(EmbeddedConnection connection) => connection
        .Stream($"SELECT document FROM {collection.Name} ORDER BY {_keyFields}", EmbeddedConnection.ReadDocument)
        .Select(document => Restore(connection, document));

    /// <summary>Finds the documents that hold a text somewhere, by a function that tells so from their bytes.</summary>
    public IEnumerable<BsonDocument> FindHolding(EmbeddedConnection connection, string function) => connection
        .FindDocuments($"SELECT document FROM {collection.Name} WHERE ({_keyFields}) IN ({KeysHolding(function)})")
        .Select(document => Restore(connection, document));

    /// <summary>Inserts or replaces the row of a document.</summary>
    protected virtual void Insert(EmbeddedConnection connection, BsonDocument document, StoredDocumentReader reader) =>
        Replace(connection, [.. KeyOf(document), ("document", document.ToBson())]);

    /// <summary>Restores a part that is stored beside the document.</summary>
    protected virtual BsonDocument Restore(EmbeddedConnection connection, BsonDocument document) => document;

    /// <summary>A query for the keys of the documents for which a function of the bytes of any part is true.</summary>
    protected virtual string KeysHolding(string function) =>
        $"SELECT {_keyFields} FROM {collection.Name} WHERE {function}(document)";

    /// <summary>Inserts or replaces a row.</summary>
    protected void Replace(EmbeddedConnection connection, params (string Name, object? Value)[] columns)
    {
        var names = columns.Select(column => column.Name).ToList();
        // The provider takes parameters by their names, with or without the "$".
        connection.Run(
            $"INSERT OR REPLACE INTO {collection.Name} ({string.Join(", ", names)}) VALUES (${string.Join(", $", names)})",
            columns);
    }

    private (string Name, object? Value)[] KeyOf(BsonDocument document) =>
        [.. collection.KeyFields.Select(field => (field, (object?)document[field].AsString))];

    /// <summary>The document without a part, for which an empty value stands, so that it can be put back in its place.</summary>
    protected static BsonDocument Without(BsonDocument document, string field, BsonValue empty)
    {
        var copy = (BsonDocument)document.Clone();
        copy[field] = empty;
        return copy;
    }

    private static BsonDocument WithId(BsonDocument document, BsonValue? storedId)
    {
        var copy = (BsonDocument)document.Clone();
        if (!copy.Contains("_id"))
        {
            copy.InsertAt(0, new BsonElement("_id", ObjectId.GenerateNewId()));
        }

        return storedId is null ? copy : copy.Set("_id", storedId);
    }
}

/// <summary>The concerns of deals.</summary>
internal sealed class DealInsightsTable() : DocumentTable(StoredCollection.DealInsights);
