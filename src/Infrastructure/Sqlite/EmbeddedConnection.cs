using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>
/// A connection to the embedded store's file. Statements are fixed texts; values from outside are always parameters. Not
/// thread-safe.
/// </summary>
internal sealed class EmbeddedConnection(SqliteConnection connection) : IDisposable
{
    /// <summary>Reads a document that is stored as BSON in the first column.</summary>
    public static BsonDocument ReadDocument(SqliteDataReader row) =>
        BsonSerializer.Deserialize<BsonDocument>(row.GetFieldValue<byte[]>(0));

    /// <summary>Runs a query and reads all of its rows.</summary>
    public List<T> Find<T>(
        string query, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(query, parameters);
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(read(rows));
        }

        return found;
    }

    /// <summary>Runs a query for documents, see <see cref="ReadDocument"/>.</summary>
    public List<BsonDocument> FindDocuments(
        string query, params ReadOnlySpan<(string Name, object? Value)> parameters) => Find(query, ReadDocument, parameters);

    /// <summary>Runs a query for one number.</summary>
    public long FindNumber(string query, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Find(query, row => row.GetInt64(0), parameters)[0];

    /// <summary>Runs a query and reads its rows one by one, all of them as of the moment of the first.</summary>
    public IEnumerable<T> Stream<T>(string query, Func<SqliteDataReader, T> read)
    {
        using var command = Command(query, []);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return read(rows);
        }
    }

    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    public int Run(string statement, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(statement, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Registers a function for the connection's statements.</summary>
    public void Define(string name, Func<byte[]?, bool> function) => connection.CreateFunction(name, function);

    public void Dispose() => connection.Dispose();

    private SqliteCommand Command(string text, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
