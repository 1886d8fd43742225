using DealInsights.Application.Answers;
using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
/// <remarks>
/// SQLite counts commits for each connection by itself, so one connection is asked by all, one after the other. It looks
/// into shared memory, which takes two microseconds and waits for nobody.
/// </remarks>
internal sealed class SqliteChanges(EmbeddedDatabase database) : IStoreChanges, IDisposable
{
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private SqliteCommand? _command;

    /// <inheritdoc/>
    public async ValueTask<long?> FindVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.PrepareAsync(cancellationToken);
            return Find();
        }
        catch (Exception exception) when (SqliteFailures.IsOne(exception))
        {
            return null;
        }
    }

    public void Dispose()
    {
        _command?.Dispose();
        _connection?.Dispose();
    }

    private long? Find()
    {
        lock (_gate)
        {
            if (_command is null)
            {
                _connection = database.OpenForReading();
                _command = _connection.CreateCommand();
                _command.CommandText = "PRAGMA data_version";
            }

            return (long?)_command.ExecuteScalar();
        }
    }
}
