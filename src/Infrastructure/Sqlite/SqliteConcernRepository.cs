using DealInsights.Application.Concerns;
using DealInsights.Domain.Concerns;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteConcernRepository(SqliteReads reads, StoredDocumentReader reader) : IConcernRepository
{
    internal const string FindByDeal = "SELECT document FROM deal_insights WHERE deal_id = $deal_id";

    /// <inheritdoc/>
    public async Task<ConcernRecord> FindRecordAsync(string dealName, CancellationToken cancellationToken) =>
        await FindDocumentsAsync(dealName, cancellationToken) is [var document]
            ? reader.ReadConcernRecord(document)
            : new ConcernRecord([], AssessedAt: null);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Concern>> FindAsync(string dealName, CancellationToken cancellationToken) =>
        (await FindRecordAsync(dealName, cancellationToken)).Concerns;

    private Task<List<BsonDocument>> FindDocumentsAsync(string dealName, CancellationToken cancellationToken) =>
        reads.RunAsync(connection => connection.FindDocuments(FindByDeal, ("$deal_id", dealName)), cancellationToken);
}
