using DealInsights.Application.Diagnostics;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Runs the reads of one request and counts their time as waiting for the database.</summary>
internal sealed class SqliteCalls(EmbeddedDatabase database, RequestTimings timings)
{
    /// <inheritdoc cref="EmbeddedDatabase.FindAsync"/>
    public async Task<IReadOnlyList<BsonDocument>> FindAsync(
        string query, string dealName, CancellationToken cancellationToken)
    {
        using var waiting = timings.Waiting(Upstream.Database);
        return await database.FindAsync(query, dealName, cancellationToken);
    }
}
