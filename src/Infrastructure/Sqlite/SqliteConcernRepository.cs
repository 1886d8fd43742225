using DealInsights.Application.Concerns;
using DealInsights.Domain.Concerns;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteConcernRepository(SqliteReads reads, StoredDocumentReader reader) : IConcernRepository
{
    internal const string FindByDeal = "SELECT document FROM deal_insights WHERE deal_id = $deal_id";

    /// <inheritdoc/>
    public async Task<ConcernRecord> FindAsync(string dealName, CancellationToken cancellationToken)
    {
        var documents = await reads.RunAsync(
            connection => connection.FindDocuments(FindByDeal, ("$deal_id", dealName)), cancellationToken);

        return documents is [var document]
            ? reader.ReadConcernRecord(document)
            : new ConcernRecord([], AssessedAt: null);
    }
}
