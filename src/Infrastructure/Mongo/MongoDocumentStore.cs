using System.Runtime.CompilerServices;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
internal sealed class MongoDocumentStore(
    IMongoDatabase database, MongoIndexBuilder indexes, IOptions<MongoDbOptions> options, TimeProvider clock)
    : IDocumentStore
{
    private readonly MongoCalls _calls = new(options.Value.SocketTimeout, clock);

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => indexes.CreateMissingAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RefusedDocument>> UpsertAsync(
        StoredCollection collection, IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        List<RefusedDocument> refused = [];
        List<Replacement> accepted = [];
        for (var index = 0; index < documents.Count; index++)
        {
            if (StrictBson.ReasonToRefuse(documents[index], out var bytes) is { } reason)
            {
                refused.Add(new RefusedDocument(index, reason));
            }
            else
            {
                accepted.Add(new Replacement(index, documents[index], new RawBsonDocument(bytes)));
            }
        }

        // The server may do the writes in any order, so each key is written once, with the last document for it.
        var upserts = accepted.GroupBy(replacement => collection.KeyOf(replacement.Document)).Select(list => list.ToList()).ToList();
        if (upserts.Count > 0)
        {
            refused.AddRange(await WriteAsync(collection, upserts, cancellationToken));
        }

        return [.. refused.OrderBy(document => document.Index)];
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(StoredCollection collection, CancellationToken cancellationToken) => _calls.RunAsync(
        token => database.CurrentOf(collection).CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty, cancellationToken: token),
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BsonDocument> ReadAllAsync(
        StoredCollection collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Sorting on disk is needed when the index on the key is missing.
        var all = new FindOptions<BsonDocument>
        {
            Sort = MongoIndex.OnKeyOf(collection).Keys,
            AllowDiskUse = true,
        };

        using var pages = await _calls.RunAsync(
            token => database.CurrentOf(collection).FindAsync(FilterDefinition<BsonDocument>.Empty, all, token), cancellationToken);
        while (await _calls.RunAsync(pages.MoveNextAsync, cancellationToken))
        {
            foreach (var document in pages.Current)
            {
                yield return document;
            }
        }
    }

    private async Task<IEnumerable<RefusedDocument>> WriteAsync(
        StoredCollection collection, List<List<Replacement>> upserts, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.RunAsync(
                token => database.CollectionOf(collection).BulkWriteAsync(
                    upserts.Select(ofKey => Upsert(collection, ofKey)), new BulkWriteOptions { IsOrdered = false }, token),
                cancellationToken);
            return [];
        }
        catch (MongoBulkWriteException<BsonDocument> failure)
        {
            return failure.WriteErrors.SelectMany(error => upserts[error.Index]
                .Select(replacement => new RefusedDocument(replacement.Index, ReasonFor(error))));
        }
    }

    // The server's own message repeats the document's values.
    private static string ReasonFor(BulkWriteError error) => error.Category == ServerErrorCategory.DuplicateKey
        ? "its _id belongs to a stored document with another key"
        : $"the server refused it (code {error.Code})";

    /// <summary>The write that stores the last of the documents with one key under the stored or else the first <c>_id</c>.</summary>
    private static UpdateOneModel<BsonDocument> Upsert(StoredCollection collection, List<Replacement> ofKey)
    {
        // Not a plain replacement, which fails where the stored document has another _id. $literal, because anything in
        // the document may look like an expression.
        var newId = new BsonDocument("$literal", ofKey[0].Document.GetValue("_id", ObjectId.GenerateNewId()));
        var id = new BsonDocument("$ifNull", new BsonArray { "$_id", newId });
        var content = new BsonDocument("$literal", ofKey[^1].Bytes);
        var replaceWith = new BsonDocument(
            "$replaceWith",
            new BsonDocument("$mergeObjects", new BsonArray { content, new BsonDocument("_id", id) }));

        return new UpdateOneModel<BsonDocument>(
            collection.KeyOf(ofKey[0].Document),
            new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>([replaceWith]))
        {
            IsUpsert = true,
        };
    }

    private sealed record Replacement(int Index, BsonDocument Document, RawBsonDocument Bytes);
}
