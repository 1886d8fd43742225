using DealInsights.Application.Diagnostics;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStoreStatus(EmbeddedDatabase database) : IStoreStatus
{
    /// <inheritdoc/>
    public string Name => "embedded";

    /// <inheritdoc/>
    public int? MaxCalls => null;

    /// <inheritdoc/>
    public Task EnsureReadyAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.FindDocuments(SqliteDealRepository.FindByName, ("$deal_id", "")), cancellationToken);
}
