using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Runs statements that are not worth keeping, and gives those that are their values.</summary>
internal static class SqliteConnectionExtensions
{
    /// <summary>Runs fixed statements; never text from outside.</summary>
    public static void Execute(this SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        using var results = command.ExecuteReader();
        // To the end, because the provider runs what follows a statement with a result (ALTER TABLE counts as one) only
        // then; left to Dispose, it would run too, but its failure would be lost.
        do
        {
            while (results.Read())
            {
            }
        }
        while (results.NextResult());
    }

    /// <summary>Runs a fixed statement with values for its parameters and returns the number of rows that it changed.</summary>
    public static int Run(
        this SqliteConnection connection, string statement, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a fixed statement and returns the first value of its first row.</summary>
    public static object? Scalar(this SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        return command.ExecuteScalar();
    }

    /// <summary>Gives a parameter of a statement that is run again and again its value for the next run.</summary>
    public static void Set(this SqliteCommand command, string name, object value)
    {
        if (command.Parameters.Contains(name))
        {
            command.Parameters[name].Value = value;
        }
        else
        {
            command.Parameters.AddWithValue(name, value);
        }
    }
}
