using DealInsights.Application.Deals;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteDealRepository(SqliteCalls calls, StoredDocumentReader reader) : IDealRepository
{
    internal static readonly EmbeddedQuery<BsonDocument> FindDeal =
        EmbeddedQuery.ByDeal("SELECT deal FROM deal_info WHERE deal_id = $deal_id");

    internal static readonly EmbeddedQuery<BsonDocument> FindExtent =
        EmbeddedQuery.ByDeal("SELECT extent FROM deal_timeline WHERE deal_id = $deal_id");

    /// <inheritdoc/>
    public async Task<Deal?> FindAsync(string dealName, CancellationToken cancellationToken) =>
        await calls.FindAsync(FindDeal, dealName, cancellationToken) is [var stored] ? reader.ReadDeal(stored) : null;

    /// <inheritdoc/>
    public async Task<Timeline?> FindTimelineAsync(string dealName, CancellationToken cancellationToken) =>
        await calls.FindAsync(FindExtent, dealName, cancellationToken) is [var stored] ? reader.ReadTimeline(stored) : null;
}
