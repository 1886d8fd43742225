using DealInsights.Application.Deals;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteDealRepository(SqliteReads reads, StoredDocumentReader reader) : IDealRepository
{
    internal const string FindByName = "SELECT document FROM deal_info WHERE deal_id = $deal_id";

    internal const string FindTimeline = "SELECT document, event_count FROM deal_timeline WHERE deal_id = $deal_id";

    /// <inheritdoc/>
    public async Task<Deal?> FindAsync(string dealName, CancellationToken cancellationToken) =>
        await FindDocumentsAsync(dealName, cancellationToken) is [var document] ? reader.ReadDeal(document) : null;

    /// <inheritdoc/>
    public async Task<DealRecord?> FindRecordAsync(string dealName, CancellationToken cancellationToken) =>
        await FindDocumentsAsync(dealName, cancellationToken) is [var document] ? reader.ReadDealRecord(document) : null;

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string dealName, CancellationToken cancellationToken) =>
        await FindDocumentsAsync(dealName, cancellationToken) is [_];

    /// <inheritdoc/>
    public async Task<Timeline?> FindTimelineAsync(string dealName, CancellationToken cancellationToken)
    {
        var found = await reads.RunAsync(
            connection => connection.Find(FindTimeline, ReadTimeline, ("$deal_id", dealName)), cancellationToken);

        return found is [var document] ? reader.ReadTimeline(document) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DealRecord>> ListAsync(DealListing listing, CancellationToken cancellationToken)
    {
        var (query, parameters) = SqliteDealList.Of(listing);
        var documents = await reads.RunAsync(connection => connection.FindDocuments(query, parameters), cancellationToken);

        return [.. documents.Select(reader.ReadDealRecord)];
    }

    private Task<List<BsonDocument>> FindDocumentsAsync(string dealName, CancellationToken cancellationToken) =>
        reads.RunAsync(connection => connection.FindDocuments(FindByName, ("$deal_id", dealName)), cancellationToken);

    private static BsonDocument ReadTimeline(SqliteDataReader row)
    {
        var document = EmbeddedConnection.ReadDocument(row);
        document[StoredDocumentReader.ActivityCountField] = row.IsDBNull(1) ? BsonNull.Value : row.GetInt32(1);
        return document;
    }
}
