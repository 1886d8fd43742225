using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>
/// A connection for reading that keeps the statements it has prepared: preparing costs several times what running does.
/// One thread at a time.
/// </summary>
internal sealed class ReadConnection(SqliteConnection connection) : IDisposable
{
    private const string DealName = "$deal_id";

    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Runs a query with the one parameter <c>$deal_id</c> and reads the BSON in its one column.</summary>
    public IReadOnlyList<BsonDocument> Find(string query, string dealName)
    {
        var command = Prepared(query);
        command.Parameters[DealName].Value = dealName;
        using var rows = command.ExecuteReader();

        var found = new List<BsonDocument>();
        while (rows.Read())
        {
            found.Add(BsonSerializer.Deserialize<BsonDocument>(rows.GetFieldValue<byte[]>(0)));
        }

        return found;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Prepared(string query)
    {
        if (!_prepared.TryGetValue(query, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = query;
            command.Parameters.Add(DealName, SqliteType.Text);
            _prepared.Add(query, command);
        }

        return command;
    }
}
