namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The one connection by which this process changes the embedded store's file.</summary>
internal sealed class EmbeddedWriter(EmbeddedDatabase database, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan RestAfterLock = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestWaitForReaders = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMilliseconds(100);

    // SQLite has one writer at a time. Those of this process queue here, where waiting costs no thread.
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Kept open, because closing a file's last connection moves its whole write-ahead log.
    private EmbeddedConnection? _connection;
    private DateTimeOffset _restsUntil;
    private bool _isDisposed;

    /// <summary>How long a write waits for those before it.</summary>
    public TimeSpan LongestQueue { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs a write in a transaction of its own, which is rolled back when it throws.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public Task<T> RunAsync<T>(Func<EmbeddedConnection, T> write, CancellationToken cancellationToken) => InTurnAsync(
        connection =>
        {
            connection.Run("BEGIN IMMEDIATE");
            try
            {
                var result = write(connection);
                connection.Run("COMMIT");
                return Task.FromResult(result);
            }
            catch
            {
                // Closing the connection rolls the transaction back, whatever state the failure left it in.
                Close();
                throw;
            }
        },
        cancellationToken);

    /// <summary>
    /// Erases what was deleted from the file and its write-ahead log. SQLite keeps old copies in both, even with
    /// <c>secure_delete</c>.
    /// </summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">
    /// The store does not answer, or a reader keeps the log from being emptied.
    /// </exception>
    public Task EraseDeletedAsync(CancellationToken cancellationToken) => InTurnAsync(
        async connection =>
        {
            connection.Run("VACUUM");
            await EmptyLogAsync(connection);
            return true;
        },
        cancellationToken);

    /// <summary>Waits for the write that is under way; later ones are refused.</summary>
    public void Dispose()
    {
        // The semaphore is left to the garbage collector, because writers may still be waiting for it.
        if (_turn.Wait(LongestQueue))
        {
            _isDisposed = true;
            Close();
            _turn.Release();
        }
    }

    private async Task<T> InTurnAsync<T>(Func<EmbeddedConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!await _turn.WaitAsync(LongestQueue, cancellationToken))
        {
            throw SqliteFailures.Unavailable(new TimeoutException("The writes before this one took too long."));
        }

        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (clock.GetUtcNow() < _restsUntil)
            {
                throw new TimeoutException("Another process held the file a moment ago.");
            }

            database.Prepare();
            _connection ??= database.OpenForWriting();
            return await work(_connection);
        }
        catch (Exception exception)
            when (SqliteFailures.IsOne(exception) || exception is ObjectDisposedException or TimeoutException)
        {
            Close();
            if (SqliteFailures.IsLock(exception))
            {
                // Without a rest, each waiting writer would block a thread for as long as this one did.
                _restsUntil = clock.GetUtcNow() + RestAfterLock;
            }

            throw SqliteFailures.Unavailable(exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Moves the write-ahead log into the file and truncates it, which waits for readers of an older state.</summary>
    private async Task EmptyLogAsync(EmbeddedConnection connection)
    {
        var until = clock.GetUtcNow() + LongestWaitForReaders;
        while (connection.FindNumber("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
        {
            if (clock.GetUtcNow() >= until)
            {
                throw SqliteFailures.NotErased();
            }

            await Task.Delay(CheckpointInterval, clock);
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
