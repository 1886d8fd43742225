using DealInsights.Application.Diagnostics;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Runs the reads of one request and counts their time as waiting for the database.</summary>
internal sealed class SqliteCalls(EmbeddedDatabase database, RequestTimings timings)
{
    /// <inheritdoc cref="EmbeddedDatabase.FindAsync"/>
    public async Task<List<T>> FindAsync<T>(EmbeddedQuery<T> query, string value, CancellationToken cancellationToken)
    {
        using var waiting = timings.Waiting(Upstream.Database);
        return await database.FindAsync(query, value, cancellationToken);
    }
}
