using System.Runtime.CompilerServices;
using System.Text;
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
    private const int MaxDocumentSize = 16 * 1024 * 1024;

    private readonly MongoCalls _calls = new(options.Value.SocketTimeout, clock);

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => indexes.CreateMissingAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RefusedDocument>> UpsertAsync(
        StoredCollection collection, IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        List<RefusedDocument> refused = [];
        List<Replacement> replacements = [];
        for (var index = 0; index < documents.Count; index++)
        {
            if (ReasonToRefuse(documents[index], out var bytes) is { } reason)
            {
                refused.Add(new RefusedDocument(index, reason));
            }
            else
            {
                replacements.Add(new Replacement(index, documents[index], new RawBsonDocument(bytes)));
            }
        }

        foreach (var round in Rounds(collection, replacements))
        {
            refused.AddRange(await WriteAsync(collection, round, cancellationToken));
        }

        return [.. refused.OrderBy(document => document.Index)];
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(StoredCollection collection, CancellationToken cancellationToken) => _calls.RunAsync(
        token => Current(collection).CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty, cancellationToken: token),
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BsonDocument> ReadAllAsync(
        StoredCollection collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The disk, in case the index on the key is missing.
        var all = new FindOptions<BsonDocument>
        {
            Sort = MongoIndex.OnKeyOf(collection).Keys,
            AllowDiskUse = true,
        };

        using var pages = await _calls.RunAsync(
            token => Current(collection).FindAsync(FilterDefinition<BsonDocument>.Empty, all, token), cancellationToken);
        while (await _calls.RunAsync(pages.MoveNextAsync, cancellationToken))
        {
            foreach (var document in pages.Current)
            {
                yield return document;
            }
        }
    }

    // Has to see what was just imported, so it prefers the primary.
    private IMongoCollection<BsonDocument> Current(StoredCollection collection) =>
        database.CollectionOf(collection).WithReadPreference(ReadPreference.PrimaryPreferred);

    private static string? ReasonToRefuse(BsonDocument document, out byte[] bytes)
    {
        bytes = [];
        try
        {
            bytes = document.ToBson();
        }
        catch (EncoderFallbackException)
        {
            return "it holds text that is not valid Unicode";
        }
        catch (BsonSerializationException)
        {
            return "it is nested too deeply";
        }

        return bytes.Length > MaxDocumentSize ? "it is larger than 16 MB, the most that MongoDB stores" : null;
    }

    /// <summary>
    /// Splits a batch where a key comes again: the server may do the writes of one round in any order, and two at
    /// once. Usually one round.
    /// </summary>
    private static IEnumerable<IReadOnlyList<Replacement>> Rounds(
        StoredCollection collection, IReadOnlyList<Replacement> replacements) =>
        replacements
            .GroupBy(replacement => new BsonArray(collection.KeyFields.Select(field => replacement.Document[field])))
            .SelectMany(sameKey => sameKey.Select((replacement, occurrence) => (replacement, occurrence)))
            .GroupBy(entry => entry.occurrence, entry => entry.replacement)
            .OrderBy(round => round.Key)
            .Select(round => round.ToList());

    private async Task<IEnumerable<RefusedDocument>> WriteAsync(
        StoredCollection collection, IReadOnlyList<Replacement> round, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.RunAsync(
                token => database.CollectionOf(collection).BulkWriteAsync(
                    round.Select(replacement => replacement.ToUpsert(collection)),
                    new BulkWriteOptions { IsOrdered = false },
                    token),
                cancellationToken);
            return [];
        }
        catch (MongoBulkWriteException<BsonDocument> failure)
        {
            return failure.WriteErrors.Select(error => new RefusedDocument(round[error.Index].Index, ReasonFor(error)));
        }
    }

    // The server's own words repeat the document's values.
    private static string ReasonFor(BulkWriteError error) => error.Category == ServerErrorCategory.DuplicateKey
        ? "its _id belongs to a stored document with another key"
        : $"the server refused it (code {error.Code})";

    /// <summary>A document to write.</summary>
    private sealed record Replacement(int Index, BsonDocument Document, RawBsonDocument Bytes)
    {
        public WriteModel<BsonDocument> ToUpsert(StoredCollection collection)
        {
            var key = Builders<BsonDocument>.Filter.And(
                collection.KeyFields.Select(field => Builders<BsonDocument>.Filter.Eq(field, Document[field])));

            // Not a plain replacement, which would fail where the stored document has another _id. $literal, because
            // anything in the document may look like an expression.
            var newId = new BsonDocument("$literal", Document.GetValue("_id", ObjectId.GenerateNewId()));
            var id = new BsonDocument("$ifNull", new BsonArray { "$_id", newId });
            var replaceWith = new BsonDocument(
                "$replaceWith",
                new BsonDocument(
                    "$mergeObjects",
                    new BsonArray { new BsonDocument("$literal", Bytes), new BsonDocument("_id", id) }));

            return new UpdateOneModel<BsonDocument>(
                key, new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>([replaceWith]))
            {
                IsUpsert = true,
            };
        }
    }
}
