using DealInsights.Application.Diagnostics;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Runs the reads of one request and counts their time as waiting for the database.</summary>
internal sealed class SqliteCalls(EmbeddedDatabase database, RequestTimings timings)
{
    /// <summary>Runs a query with a value for its parameter and reads every row.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public Task<List<T>> FindAsync<T>(EmbeddedQuery<T> query, string value, CancellationToken cancellationToken) =>
        FindAsync(query, [value], cancellationToken);

    /// <summary>Runs a query with a value for each of its parameters and reads every row.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public async Task<List<T>> FindAsync<T>(
        EmbeddedQuery<T> query, object[] values, CancellationToken cancellationToken)
    {
        using var waiting = timings.Waiting(Upstream.Database);
        return await database.FindAsync(query, values, cancellationToken);
    }
}
