using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteApiKeyRepository(EmbeddedDatabase database, EmbeddedWriter writer, DamageLog damage)
    : IApiKeyRepository
{
    private const string Columns = "hash, name, role, created_at, expires_at, revoked_at, last_used_at";

    /// <inheritdoc/>
    public Task AddAsync(ApiKey key, CancellationToken cancellationToken) => RunAsync(
        """
        INSERT INTO api_keys (hash, name, role, created_at, expires_at) VALUES ($hash, $name, $role, $at, $expires_at)
        """,
        key.Hash,
        key.CreatedAt,
        cancellationToken,
        ("$name", key.Name),
        ("$role", RoleNames.NameOf(key.Role)),
        ("$expires_at", key.ExpiresAt.ToUnixTimeMilliseconds()));

    /// <inheritdoc/>
    public async Task<ApiKey?> FindAsync(string hash, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            connection => connection.Find($"SELECT {Columns} FROM api_keys WHERE hash = $hash", Read, ("$hash", hash)),
            cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken) =>
    [
        .. (await database.ReadAsync(
            connection => connection.Find($"SELECT {Columns} FROM api_keys ORDER BY name, created_at, hash", Read),
            cancellationToken)).OfType<ApiKey>(),
    ];

    /// <inheritdoc/>
    public Task RevokeAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken) => RunAsync(
        "UPDATE api_keys SET revoked_at = coalesce(revoked_at, $at) WHERE hash = $hash", hash, at, cancellationToken);

    /// <inheritdoc/>
    public Task ExpireAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken) => RunAsync(
        "UPDATE api_keys SET expires_at = min(expires_at, $at) WHERE hash = $hash", hash, at, cancellationToken);

    /// <inheritdoc/>
    public Task RecordUseAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken) => RunAsync(
        "UPDATE api_keys SET last_used_at = max(coalesce(last_used_at, 0), $at) WHERE hash = $hash",
        hash,
        at,
        cancellationToken);

    private Task<int> RunAsync(
        string statement,
        string hash,
        DateTimeOffset at,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] others) => writer.RunAsync(
        connection => connection.Run(
            statement, [("$hash", hash), ("$at", at.ToUnixTimeMilliseconds()), .. others]),
        cancellationToken);

    private ApiKey? Read(SqliteDataReader row)
    {
        var (hash, name) = (row.GetString(0), row.GetString(1));
        if (RoleNames.Find(row.GetString(2)) is { } role)
        {
            return new ApiKey(hash, name, role, Time(row, 3)!.Value, Time(row, 4)!.Value, Time(row, 5), Time(row, 6));
        }

        damage.Report(StoredCollection.ApiKeys, new BsonDocument("_id", hash), "role");
        return null;
    }

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
