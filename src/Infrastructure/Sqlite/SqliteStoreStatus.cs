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
    // A read like any other, of a deal that cannot be: it shows that the file is there and can be read.
    public Task EnsureReadyAsync(CancellationToken cancellationToken) =>
        database.FindAsync(SqliteDealRepository.FindDeal, value: "", cancellationToken);
}
