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

    /// <summary>The key's index alone answers it.</summary>
    internal static readonly EmbeddedQuery<string> FindName = new(
        "SELECT deal_id FROM deal_info WHERE deal_id = $deal_id", EmbeddedQuery.DealName, row => row.GetString(0));

    internal static readonly EmbeddedQuery<BsonDocument> FindExtent =
        EmbeddedQuery.ByDeal("SELECT extent FROM deal_timeline WHERE deal_id = $deal_id");

    /// <inheritdoc/>
    public async Task<Deal?> FindAsync(string dealName, CancellationToken cancellationToken) =>
        await calls.FindAsync(FindDeal, dealName, cancellationToken) is [var stored] ? reader.ReadDeal(stored) : null;

    /// <inheritdoc/>
    public async Task<Timeline?> FindTimelineAsync(string dealName, CancellationToken cancellationToken) =>
        await calls.FindAsync(FindExtent, dealName, cancellationToken) is [var stored] ? reader.ReadTimeline(stored) : null;

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string dealName, CancellationToken cancellationToken) =>
        await calls.FindAsync(FindName, dealName, cancellationToken) is [_];

    /// <inheritdoc/>
    public async Task<DealRecord?> FindRecordAsync(string dealName, CancellationToken cancellationToken) =>
        await calls.FindAsync(FindDeal, dealName, cancellationToken) is [var stored] ? reader.ReadDealRecord(stored) : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DealRecord>> ListAsync(DealListing listing, CancellationToken cancellationToken)
    {
        var (query, values) = SqliteDealList.Of(listing);

        return [.. (await calls.FindAsync(query, values, cancellationToken)).Select(reader.ReadDealRecord)];
    }
}
