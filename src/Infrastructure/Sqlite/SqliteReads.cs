using DealInsights.Application.Diagnostics;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Runs the reads of one request and counts their time as waiting for the database.</summary>
internal sealed class SqliteReads(EmbeddedDatabase database, RequestTimings timings)
{
    /// <inheritdoc cref="EmbeddedDatabase.ReadAsync"/>
    public async Task<T> RunAsync<T>(Func<EmbeddedConnection, T> read, CancellationToken cancellationToken)
    {
        using var waiting = timings.Waiting(Upstream.Database);
        return await database.ReadAsync(read, cancellationToken);
    }
}
