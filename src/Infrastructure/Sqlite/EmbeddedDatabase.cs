using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The embedded store's file, which is created on first use.</summary>
/// <remarks>
/// SQLite has no asynchronous I/O, so reads and writes run synchronously; a read by key takes microseconds. Readers
/// never wait for a writer, because the file has a write-ahead log.
/// </remarks>
internal sealed class EmbeddedDatabase(IOptions<EmbeddedStoreOptions> options) : IDisposable
{
    /// <summary>How long a statement waits for a lock that another process holds, in seconds.</summary>
    private const int LongestWait = 2;

    private volatile bool _isPrepared;

    /// <summary>The file's absolute path.</summary>
    public string File { get; } = Path.GetFullPath(options.Value.Path);

    /// <summary>Creates the folder, the file and its tables where they are missing. Cheap once that was done.</summary>
    /// <exception cref="EmbeddedStoreException">The file cannot be opened, or has another layout.</exception>
    public void Prepare()
    {
        // Several threads may do this at once, as several processes may.
        if (!_isPrepared)
        {
            CreateFile();
            _isPrepared = true;
        }
    }

    /// <summary>Runs a read.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public Task<T> ReadAsync<T>(Func<EmbeddedConnection, T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            Prepare();
            using var connection = OpenForReading();
            return Task.FromResult(read(connection));
        }
        catch (Exception exception) when (SqliteFailures.IsOne(exception))
        {
            // The failure may have left an idle connection unusable.
            CloseIdle();
            return Task.FromException<T>(SqliteFailures.Unavailable(exception));
        }
    }

    /// <summary>Opens a connection that cannot change the file.</summary>
    public EmbeddedConnection OpenForReading() => Open(SqliteOpenMode.ReadOnly);

    /// <summary>Opens a connection that changes the file. SQLite lets one of them write at a time.</summary>
    public EmbeddedConnection OpenForWriting()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        // Overwrites what is deleted instead of only marking its place as free.
        connection.Run("PRAGMA secure_delete = ON");
        return connection;
    }

    /// <summary>
    /// Closes the connections and moves the write-ahead log into the file, so that a copy of the file alone is complete.
    /// </summary>
    public void Dispose()
    {
        CloseIdle();
        if (!_isPrepared)
        {
            return;
        }

        try
        {
            using var connection = OpenForWriting();
            connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (Exception exception) when (SqliteFailures.IsOne(exception))
        {
            // Another process uses the file. The log stays beside it and is read at the next start.
        }
    }

    private void CloseIdle()
    {
        using var pooled = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadOnly));
        SqliteConnection.ClearPool(pooled);
    }

    private void CreateFile()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            // SQLite gives the files beside this one (-wal, -shm) the same mode.
            OwnerOnlyFile.CreateIfMissing(File);
            using var connection = OpenForWriting();
            EmbeddedSchema.Apply(connection, File);
        }
        catch (Exception exception) when (exception is SqliteException or UnauthorizedAccessException
            || exception is IOException and not EmbeddedStoreException)
        {
            throw new EmbeddedStoreException(
                $"The embedded store {File} (setting Embedded:Path) cannot be opened: {exception.Message}", exception);
        }
    }

    private EmbeddedConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(ConnectionString(mode));
        try
        {
            connection.Open();
            var opened = new EmbeddedConnection(connection);
            // NORMAL survives a crash of the process. After a power failure the last writes may be missing, but never a
            // part of one.
            opened.Run("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192");
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private string ConnectionString(SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = File,
        Mode = mode,
        DefaultTimeout = LongestWait,
        ForeignKeys = true,
        // The one writer stays open, and closing it must end its transaction.
        Pooling = mode == SqliteOpenMode.ReadOnly,
    }.ToString();
}
