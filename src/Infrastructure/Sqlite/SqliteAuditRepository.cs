using DealInsights.Application.Audit;
using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteAuditRepository(EmbeddedDatabase database, EmbeddedWriter writer) : IAuditRepository
{
    private const string Columns = "id, at, caller, action, deal_hash, deal_id, outcome, count";

    private const string Add = $"""
        INSERT INTO audit_records ({Columns}, expires_at)
        VALUES ($id, $at, $caller, $action, $deal_hash, $deal_id, $outcome, $count, $expires_at)
        ON CONFLICT (id) DO NOTHING
        """;

    /// <inheritdoc/>
    public Task AddAsync(
        IReadOnlyList<AuditRecord> records, DateTimeOffset expireAt, CancellationToken cancellationToken) => writer.RunAsync(
        connection => Write(connection, records, expireAt), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditRecord>> FindAsync(
        AuditFilter filter, string? before, int limit, CancellationToken cancellationToken)
    {
        // A statement for each kind of filter, so that each uses the index that fits.
        (string Name, string Condition, object? Value)[] conditions =
        [
            ("$before", "id < $before", before),
            ("$caller", "caller = $caller", filter.Caller),
            ("$deal_hash", "deal_hash = $deal_hash", filter.DealHash),
            ("$since", "at >= $since", filter.Since?.ToUnixTimeMilliseconds()),
            ("$until", "at < $until", filter.Until?.ToUnixTimeMilliseconds()),
        ];
        var asked = conditions.Where(condition => condition.Value is not null).ToList();
        var where = asked.Count == 0 ? "" : $"WHERE {string.Join(" AND ", asked.Select(condition => condition.Condition))}";
        var query = new EmbeddedQuery<AuditRecord>(
            $"SELECT {Columns} FROM audit_records {where} ORDER BY id DESC LIMIT $limit",
            [.. asked.Select(condition => condition.Name), "$limit"],
            Read);

        return await database.FindAsync(query, [.. asked.Select(condition => condition.Value!), limit], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> ForgetDealAsync(string dealHash, CancellationToken cancellationToken) => await writer.RunWithoutTraceAsync(
        connection => connection.Run(
            "UPDATE audit_records SET deal_id = NULL WHERE deal_hash = $deal_hash AND deal_id IS NOT NULL",
            ("$deal_hash", dealHash)),
        cancellationToken);

    /// <inheritdoc/>
    public Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        connection => connection.Run(
            "DELETE FROM audit_records WHERE expires_at <= $now", ("$now", now.ToUnixTimeMilliseconds())),
        cancellationToken);

    // One statement for all: to prepare it for each record is most of what a record costs.
    private static int Write(SqliteConnection connection, IReadOnlyList<AuditRecord> records, DateTimeOffset expireAt)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Add;
        command.Set("$expires_at", expireAt.ToUnixTimeMilliseconds());
        var added = 0;
        foreach (var record in records)
        {
            command.Set("$id", record.Id);
            command.Set("$at", record.At.ToUnixTimeMilliseconds());
            command.Set("$caller", record.Caller);
            command.Set("$action", record.Action);
            command.Set("$deal_hash", (object?)record.DealHash ?? DBNull.Value);
            command.Set("$deal_id", (object?)record.DealId ?? DBNull.Value);
            command.Set("$outcome", record.Outcome.ToString());
            command.Set("$count", record.Count);
            added += command.ExecuteNonQuery();
        }

        return added;
    }

    private static AuditRecord Read(SqliteDataReader row) => new(
        row.GetString(0),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        row.GetString(2),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        Enum.TryParse<AuditOutcome>(row.GetString(6), out var outcome) ? outcome : AuditOutcome.Failed,
        row.GetInt64(7));
}
