using System.Globalization;
using System.Runtime.CompilerServices;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteDocumentStore(EmbeddedDatabase database, EmbeddedWriter writer, StoredDocumentReader reader)
    : IDocumentStore
{
    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.PrepareAsync(cancellationToken);
        }
        catch (EmbeddedStoreException exception)
        {
            throw SqliteFailures.Unavailable(exception);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RefusedDocument>> UpsertAsync(
        StoredCollection collection, IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken) =>
        await writer.RunAsync(
            connection => Upsert(connection, CollectionTable.Of(collection), documents, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<long> CountAsync(StoredCollection collection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await database.PrepareAsync(cancellationToken);
            using var connection = database.OpenForReading();
            return Convert.ToInt64(connection.Scalar(CollectionTable.Of(collection).Count), CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (SqliteFailures.IsOne(exception))
        {
            throw SqliteFailures.Unavailable(exception);
        }
    }

    /// <inheritdoc/>
    /// <remarks>All documents are those of the moment at which the first is read.</remarks>
    public async IAsyncEnumerable<BsonDocument> ReadAllAsync(
        StoredCollection collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await PrepareAsync(cancellationToken);

        using var documents = ReadAll(CollectionTable.Of(collection)).GetEnumerator();
        while (MoveNext(documents))
        {
            yield return documents.Current;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private List<RefusedDocument> Upsert(
        SqliteConnection connection,
        CollectionTable table,
        IReadOnlyList<BsonDocument> documents,
        CancellationToken cancellationToken)
    {
        using var row = new DocumentWriter(connection, table, reader);

        var refused = new List<RefusedDocument>();
        for (var index = 0; index < documents.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Write(documents[index]) is { } reason)
            {
                refused.Add(new RefusedDocument(index, reason));
            }
        }

        return refused;
    }

    // On a connection of its own: this may take minutes and must not keep a pooled one.
    private IEnumerable<BsonDocument> ReadAll(CollectionTable table)
    {
        using var connection = database.OpenForReading();
        using var command = connection.CreateCommand();
        command.CommandText = table.ReadAll;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return BsonSerializer.Deserialize<BsonDocument>(rows.GetFieldValue<byte[]>(0));
        }
    }

    private static bool MoveNext(IEnumerator<BsonDocument> documents)
    {
        try
        {
            return documents.MoveNext();
        }
        catch (SqliteException exception)
        {
            throw SqliteFailures.Unavailable(exception);
        }
    }
}
