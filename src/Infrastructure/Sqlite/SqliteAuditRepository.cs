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
        connection => records.Sum(record => connection.Run(
            Add,
            ("$id", record.Id),
            ("$at", record.At.ToUnixTimeMilliseconds()),
            ("$caller", record.Caller),
            ("$action", record.Action),
            ("$deal_hash", record.DealHash),
            ("$deal_id", record.DealId),
            ("$outcome", record.Outcome.ToString()),
            ("$count", record.Count),
            ("$expires_at", expireAt.ToUnixTimeMilliseconds()))),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditRecord>> FindAsync(
        AuditFilter filter, string? before, int limit, CancellationToken cancellationToken)
    {
        // No condition on what is not asked about, because that would keep an index from being used.
        (string Condition, string Name, object? Value)[] conditions =
        [
            ("id < $before", "$before", before),
            ("caller = $caller", "$caller", filter.Caller),
            ("deal_hash = $deal_hash", "$deal_hash", filter.DealHash),
            ("at >= $since", "$since", filter.Since?.ToUnixTimeMilliseconds()),
            ("at < $until", "$until", filter.Until?.ToUnixTimeMilliseconds()),
        ];
        var asked = conditions.Where(condition => condition.Value is not null).ToList();
        var where = asked.Count == 0 ? "" : $"WHERE {string.Join(" AND ", asked.Select(condition => condition.Condition))}";

        return await database.ReadAsync(
            connection => connection.Find(
                $"SELECT {Columns} FROM audit_records {where} ORDER BY id DESC LIMIT $limit",
                Read,
                [.. asked.Select(condition => (condition.Name, condition.Value)), ("$limit", limit)]),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> ForgetDealAsync(string dealHash, CancellationToken cancellationToken) => await writer.RunAsync(
        connection => connection.Run(
            "UPDATE audit_records SET deal_id = NULL WHERE deal_hash = $deal_hash AND deal_id IS NOT NULL",
            ("$deal_hash", dealHash)),
        cancellationToken);

    /// <inheritdoc/>
    public Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        connection => connection.Run(
            "DELETE FROM audit_records WHERE expires_at <= $now", ("$now", now.ToUnixTimeMilliseconds())),
        cancellationToken);

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
