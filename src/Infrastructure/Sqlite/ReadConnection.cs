using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>
/// A connection for reading that keeps the statements it has prepared: preparing costs several times what running does.
/// One thread at a time.
/// </summary>
internal sealed class ReadConnection(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Runs a query with a value for each of its parameters and reads every row.</summary>
    public List<T> Find<T>(EmbeddedQuery<T> query, params ReadOnlySpan<object> values)
    {
        var command = Prepared(query.Text, query.Parameters);
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }

        using var rows = command.ExecuteReader();

        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(query.Read(rows));
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

    private SqliteCommand Prepared(string text, IReadOnlyList<string> parameters)
    {
        if (!_prepared.TryGetValue(text, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = text;
            foreach (var parameter in parameters)
            {
                // Of the type of each value that it is given.
                command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
            }

            _prepared.Add(text, command);
        }

        return command;
    }
}
