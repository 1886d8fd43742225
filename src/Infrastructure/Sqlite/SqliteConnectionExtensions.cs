using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Runs statements that are not worth keeping.</summary>
internal static class SqliteConnectionExtensions
{
    /// <summary>Runs fixed statements; never text from outside.</summary>
    public static void Execute(this SqliteConnection connection, string statements) => connection.Scalar(statements);

    /// <summary>Runs a fixed statement and returns the first value of its first row.</summary>
    public static object? Scalar(this SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        return command.ExecuteScalar();
    }
}
