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

    internal const string FindByObjectId = "SELECT document FROM deal_info WHERE object_id = $id";

    internal const string FindByHubSpotId = "SELECT document FROM deal_info WHERE hubspot_id = $id";

    // The parameter is a JSON array, so that one statement serves any number of names.
    internal const string FindByNames =
        "SELECT document FROM deal_info WHERE deal_id IN (SELECT value FROM json_each($names))";

    internal const string FindTimeline = "SELECT document, event_count FROM deal_timeline WHERE deal_id = $deal_id";

    /// <inheritdoc/>
    public async Task<Deal?> FindByNameAsync(string dealName, CancellationToken cancellationToken) =>
        (await FindDealsAsync(FindByName, cancellationToken, ("$deal_id", dealName))).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<Deal?> FindByIdAsync(string dealId, CancellationToken cancellationToken)
    {
        // A deal's "_id" stays valid when it gets a HubSpot id.
        var found = ObjectId.TryParse(dealId, out var objectId)
            ? await FindDealsAsync(FindByObjectId, cancellationToken, ("$id", objectId.ToString()))
            : await FindDealsAsync(FindByHubSpotId, cancellationToken, ("$id", dealId));

        return found.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> FindIdsAsync(
        IReadOnlyCollection<string> dealNames, CancellationToken cancellationToken) =>
        (await FindDealsAsync(FindByNames, cancellationToken, ("$names", JsonSerializer.Serialize(dealNames))))
            .ToDictionary(deal => deal.Name, deal => deal.Id, StringComparer.Ordinal);

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

        return [.. await FindDealsAsync(query, cancellationToken, parameters)];
    }

    private async Task<IEnumerable<Deal>> FindDealsAsync(
        string query, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        (await reads.RunAsync(connection => connection.FindDocuments(query, parameters), cancellationToken))
            .Select(reader.ReadDeal);

    private static BsonDocument ReadTimeline(SqliteDataReader row)
    {
        var document = EmbeddedConnection.ReadDocument(row);
        document[StoredDocumentReader.ActivityCountField] = row.IsDBNull(1) ? BsonNull.Value : row.GetInt32(1);
        return document;
    }
}
