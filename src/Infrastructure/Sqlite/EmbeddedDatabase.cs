using System.Threading.Channels;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The embedded store's file: made on first use, read through connections that are kept open.</summary>
/// <remarks>
/// SQLite has no asynchronous I/O, and the async methods of its ADO.NET provider run synchronously. So do the methods
/// here: a point read takes microseconds from the page cache, too little to be worth another thread. Readers
/// never wait for a writer (write-ahead log); what can wait for another process is bounded by <see cref="LongestWait"/>.
/// </remarks>
internal sealed partial class EmbeddedDatabase : IDisposable
{
    /// <summary>How long a statement waits for a lock that another process holds, in seconds.</summary>
    private const int LongestWait = 2;

    // A read never spans an await, so no more connections are in use than threads run. This bounds those kept idle.
    private const int MostIdle = 32;

    private readonly Channel<ReadConnection> _idle = Channel.CreateBounded<ReadConnection>(MostIdle);
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private readonly StoredDocumentReader _reader;
    private readonly ILogger<EmbeddedDatabase> _logger;
    private volatile bool _isPrepared;

    /// <param name="options">Say where the file is.</param>
    /// <param name="reader">Reads the documents of a file with an older layout.</param>
    /// <param name="logger">Is told when there was one.</param>
    public EmbeddedDatabase(
        IOptions<EmbeddedStoreOptions> options, StoredDocumentReader reader, ILogger<EmbeddedDatabase> logger)
    {
        _reader = reader;
        _logger = logger;
        File = Path.GetFullPath(options.Value.Path);
    }

    /// <summary>The file's absolute path.</summary>
    public string File { get; }

    /// <summary>
    /// Makes the folder, the file and its tables where they are missing, and brings a file of an older layout to this
    /// one. Cheap once that was done.
    /// </summary>
    /// <exception cref="EmbeddedStoreException">The file cannot be opened, or a newer version made it.</exception>
    public ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        _isPrepared ? ValueTask.CompletedTask : new ValueTask(PrepareOnceAsync(cancellationToken));

    /// <summary>Runs a query with a value for its parameter and reads every row.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public Task<List<T>> FindAsync<T>(EmbeddedQuery<T> query, string value, CancellationToken cancellationToken) =>
        FindAsync(query, [value], cancellationToken);

    /// <summary>Runs a query with a value for each of its parameters and reads every row.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public async Task<List<T>> FindAsync<T>(
        EmbeddedQuery<T> query, object[] values, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await PrepareAsync(cancellationToken);
            return Find(query, values);
        }
        catch (Exception exception) when (SqliteFailures.IsOne(exception))
        {
            throw SqliteFailures.Unavailable(exception);
        }
    }

    /// <summary>Opens a connection that cannot change the file.</summary>
    public SqliteConnection OpenForReading() => Open(SqliteOpenMode.ReadOnly);

    /// <summary>Opens a connection that changes the file. SQLite lets one of them write at a time.</summary>
    public SqliteConnection OpenForWriting() => Open(SqliteOpenMode.ReadWriteCreate);

    public void Dispose()
    {
        _idle.Writer.TryComplete();
        while (_idle.Reader.TryRead(out var connection))
        {
            connection.Dispose();
        }

        _preparing.Dispose();
    }

    private List<T> Find<T>(EmbeddedQuery<T> query, object[] values)
    {
        if (!_idle.Reader.TryRead(out var connection))
        {
            connection = new ReadConnection(OpenForReading());
        }

        List<T> found;
        try
        {
            found = connection.Find(query, values);
        }
        catch
        {
            // Whatever failed may have left the connection unusable; the next read opens another.
            connection.Dispose();
            throw;
        }

        if (!_idle.Writer.TryWrite(connection))
        {
            connection.Dispose();
        }

        return found;
    }

    private async Task PrepareOnceAsync(CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken);
        try
        {
            if (!_isPrepared)
            {
                ApplySchema(cancellationToken);
                _isPrepared = true;
            }
        }
        finally
        {
            _preparing.Release();
        }
    }

    private void ApplySchema(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            using var connection = OpenForWriting();
            var found = EmbeddedSchema.Apply(connection, _reader, cancellationToken);
            if (found is > 0 and < EmbeddedSchema.Version)
            {
                LogConverted(found, EmbeddedSchema.Version);
            }
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedStoreException(
                $"The embedded store {File} (setting Embedded:Path) cannot be opened: {exception.Message}", exception);
        }
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = File,
            Mode = mode,
            DefaultTimeout = LongestWait,
            // The provider's pool forgets prepared statements.
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            // NORMAL is durable against a crash of the process; after a power failure the last import may be missing,
            // never half there. No memory map: an I/O error in one ends the process instead of the read.
            connection.Execute("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    [LoggerMessage(EventId = 1, EventName = "EmbeddedStoreConverted", Level = LogLevel.Information,
        Message = "Brought the embedded store from layout {Found} to layout {Current}")]
    private partial void LogConverted(int found, int current);
}
