using DealInsights.Application.Answers;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
/// <remarks>
/// SQLite tells each connection whether another has committed anything, so one connection is asked by all, one after the
/// other. It looks into shared memory, which takes two microseconds and waits for nobody. Only when something was, the
/// number is read that the tables count by themselves: an audit record, a lease or the use of a key does not change it.
/// </remarks>
internal sealed class SqliteChanges(EmbeddedDatabase database) : IStoreChanges, IDisposable
{
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private sqlite3_stmt? _findCommits;
    private SqliteCommand? _findVersion;
    private long? _commits;
    private long? _version;

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
        _findCommits?.Dispose();
        _findVersion?.Dispose();
        _connection?.Dispose();
    }

    private long? Find()
    {
        lock (_gate)
        {
            _connection ??= database.OpenForReading();
            if (FindCommits() is var commits && (commits != _commits || _version is null))
            {
                // In this order: what is committed between is looked for again the next time.
                _version = FindVersion();
                _commits = commits;
            }

            return _version;
        }
    }

    // By SQLite's own functions: the provider takes several times as long, in which others wait.
    private long FindCommits()
    {
        var handle = _connection!.Handle;
        if (_findCommits is null)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, "PRAGMA data_version", out _findCommits), handle);
        }

        var result = raw.sqlite3_step(_findCommits);
        var commits = raw.sqlite3_column_int64(_findCommits, 0);
        raw.sqlite3_reset(_findCommits);
        if (result != raw.SQLITE_ROW)
        {
            SqliteException.ThrowExceptionForRC(result, handle);
        }

        return commits;
    }

    private long? FindVersion()
    {
        if (_findVersion is null)
        {
            _findVersion = _connection!.CreateCommand();
            _findVersion.CommandText = $"SELECT number FROM {EmbeddedSchema.ContentVersion}";
        }

        return (long?)_findVersion.ExecuteScalar();
    }
}
