using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>Reads and writes whole documents, to move them between stores.</summary>
/// <remarks>Every method throws <see cref="Application.Failures.UpstreamUnavailableException"/> when the store does not answer.</remarks>
internal interface IDocumentStore
{
    /// <summary>
    /// Prepares the store for many upserts: creates the indexes that find documents by key.
    /// </summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Inserts each document, or replaces the one with the same key; a replaced document keeps its stored <c>_id</c>.
    /// The later of two with one key wins.
    /// </summary>
    /// <param name="collection">Their collection.</param>
    /// <param name="documents">Documents that the collection does not refuse.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The documents that the store refused, with their index and reason; usually none.</returns>
    Task<IReadOnlyList<RefusedDocument>> UpsertAsync(
        StoredCollection collection, IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken);

    /// <summary>The number of documents in a collection.</summary>
    Task<long> CountAsync(StoredCollection collection, CancellationToken cancellationToken);

    /// <summary>Reads every document as it was stored, in order of its key.</summary>
    IAsyncEnumerable<BsonDocument> ReadAllAsync(StoredCollection collection, CancellationToken cancellationToken);
}

/// <summary>A document that the store refused.</summary>
/// <param name="Index">Its index among those given.</param>
/// <param name="Reason">Why, without the document's contents.</param>
internal sealed record RefusedDocument(int Index, string Reason);
