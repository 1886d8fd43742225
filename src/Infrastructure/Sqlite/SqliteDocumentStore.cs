using System.Runtime.CompilerServices;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteDocumentStore(EmbeddedDatabase database, EmbeddedWriter writer, StoredDocumentReader reader)
    : IDocumentStore
{
    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => database.ReadAsync(_ => true, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RefusedDocument>> UpsertAsync(
        StoredCollection collection, IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken) =>
        await writer.RunAsync(
            connection =>
            {
                var table = DocumentTable.Of(collection);
                var refused = new List<RefusedDocument>();
                for (var index = 0; index < documents.Count; index++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (table.Write(connection, documents[index], reader) is { } reason)
                    {
                        refused.Add(new RefusedDocument(index, reason));
                    }
                }

                return refused;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(StoredCollection collection, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.FindNumber($"SELECT count(*) FROM {collection.Name}"), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BsonDocument> ReadAllAsync(
        StoredCollection collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        using var documents = ReadAll(DocumentTable.Of(collection)).GetEnumerator();
        while (MoveNext(documents))
        {
            yield return documents.Current;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // On a connection of its own, because this may take minutes.
    private IEnumerable<BsonDocument> ReadAll(DocumentTable table)
    {
        using var connection = database.OpenForReading();
        foreach (var document in table.ReadAll(connection))
        {
            yield return document;
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
