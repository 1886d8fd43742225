using System.Text;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Stores documents of one collection through a connection whose transaction the caller began.</summary>
internal sealed class DocumentWriter : IDisposable
{
    private readonly CollectionTable _table;
    private readonly StoredDocumentReader _reader;
    private readonly SqliteCommand _findId;
    private readonly SqliteCommand _upsert;

    public DocumentWriter(SqliteConnection connection, CollectionTable table, StoredDocumentReader reader)
    {
        _table = table;
        _reader = reader;

        _findId = connection.CreateCommand();
        _findId.CommandText = table.FindId;
        _upsert = connection.CreateCommand();
        _upsert.CommandText = table.Upsert;
    }

    /// <summary>Inserts a document, or replaces the one with the same key, which keeps its <c>_id</c>.</summary>
    /// <returns>Why the document was refused; <see langword="null"/> when it was stored.</returns>
    public string? Write(BsonDocument document)
    {
        SetKey(_findId, document);
        SetKey(_upsert, document);
        try
        {
            SetValues(WithId(document, FindId()));
        }
        catch (EncoderFallbackException)
        {
            return "it holds text that is not valid Unicode";
        }
        // Nested too deeply, or a field name with a NUL in it.
        catch (Exception exception) when (exception is BsonSerializationException or ArgumentException)
        {
            return "it cannot be written as BSON";
        }

        _upsert.ExecuteNonQuery();
        return null;
    }

    public void Dispose()
    {
        _findId.Dispose();
        _upsert.Dispose();
    }

    private void SetKey(SqliteCommand command, BsonDocument document)
    {
        foreach (var field in _table.Collection.KeyFields)
        {
            command.Set($"${field}", document[field].AsString);
        }
    }

    private void SetValues(BsonDocument document)
    {
        foreach (var column in _table.Derived)
        {
            _upsert.Set($"${column.Name}", column.ValueOf(document, _reader));
        }

        _upsert.Set("$document", document.ToBson());
    }

    private BsonValue? FindId() =>
        _findId.ExecuteScalar() is byte[] stored
            && BsonSerializer.Deserialize<BsonDocument>(stored).TryGetValue("_id", out var id)
                ? id
                : null;

    /// <summary>A document that has none gets an <c>_id</c>, first of all fields, as it would from MongoDB.</summary>
    private static BsonDocument WithId(BsonDocument document, BsonValue? storedId)
    {
        if (document.TryGetValue("_id", out var id) && (storedId is null || storedId == id))
        {
            return document;
        }

        storedId ??= ObjectId.GenerateNewId();
        var copy = (BsonDocument)document.Clone();
        if (copy.Contains("_id"))
        {
            copy["_id"] = storedId;
        }
        else
        {
            copy.InsertAt(0, new BsonElement("_id", storedId));
        }

        return copy;
    }
}
