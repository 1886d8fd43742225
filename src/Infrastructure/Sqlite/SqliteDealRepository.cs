using System.Text.Json;
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

    internal const string FindById = "SELECT document FROM deal_info WHERE id = $id OR document_id = $id LIMIT 1";

    internal const string FindIds =
        "SELECT deal_id, id FROM deal_info WHERE deal_id IN (SELECT value FROM json_each($names))";

    internal const string FindTimeline = "SELECT document, event_count FROM deal_timeline WHERE deal_id = $deal_id";

    /// <inheritdoc/>
    public Task<Deal?> FindByNameAsync(string dealName, CancellationToken cancellationToken) =>
        FindAsync(FindByName, "$deal_id", dealName, cancellationToken);

    /// <inheritdoc/>
    public Task<Deal?> FindByIdAsync(string dealId, CancellationToken cancellationToken) =>
        FindAsync(FindById, "$id", dealId, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> FindIdsAsync(
        IReadOnlyCollection<string> dealNames, CancellationToken cancellationToken)
    {
        var found = await reads.RunAsync(
            connection => connection.Find(
                FindIds, row => (Name: row.GetString(0), Id: row.GetString(1)), ("$names", JsonSerializer.Serialize(dealNames))),
            cancellationToken);

        return found.ToDictionary(deal => deal.Name, deal => deal.Id, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<Timeline?> FindTimelineAsync(string dealName, CancellationToken cancellationToken)
    {
        var found = await reads.RunAsync(
            connection => connection.Find(FindTimeline, ReadTimeline, ("$deal_id", dealName)), cancellationToken);

        return found is [var document] ? reader.ReadTimeline(document) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Deal>> ListAsync(DealListing listing, CancellationToken cancellationToken)
    {
        var (query, parameters) = SqliteDealList.Of(listing);
        var documents = await reads.RunAsync(connection => connection.FindDocuments(query, parameters), cancellationToken);

        return [.. documents.Select(reader.ReadDeal)];
    }

    private async Task<Deal?> FindAsync(
        string query, string parameter, string value, CancellationToken cancellationToken)
    {
        var documents = await reads.RunAsync(
            connection => connection.FindDocuments(query, (parameter, value)), cancellationToken);

        return documents is [var document] ? reader.ReadDeal(document) : null;
    }

    private static BsonDocument ReadTimeline(SqliteDataReader row)
    {
        var document = EmbeddedConnection.ReadDocument(row);
        document[StoredDocumentReader.ActivityCountField] = row.IsDBNull(1) ? BsonNull.Value : row.GetInt32(1);
        return document;
    }
}
