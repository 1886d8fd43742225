using DealInsights.Application.Concerns;
using DealInsights.Domain.Concerns;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteConcernRepository(SqliteCalls calls, StoredDocumentReader reader) : IConcernRepository
{
    internal static readonly EmbeddedQuery<BsonDocument> FindConcerns =
        EmbeddedQuery.ByDeal("SELECT concerns FROM deal_insights WHERE deal_id = $deal_id");

    /// <inheritdoc/>
    public async Task<ConcernRecord> FindRecordAsync(string dealName, CancellationToken cancellationToken) =>
        await calls.FindAsync(FindConcerns, dealName, cancellationToken) is [var stored]
            ? reader.ReadConcernRecord(stored)
            : new ConcernRecord([], AssessedAt: null);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Concern>> FindAsync(string dealName, CancellationToken cancellationToken) =>
        await calls.FindAsync(FindConcerns, dealName, cancellationToken) is [var stored] ? reader.ReadConcerns(stored) : [];
}
