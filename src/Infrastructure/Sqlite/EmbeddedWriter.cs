using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The one connection by which this process changes the embedded store's file.</summary>
internal sealed class EmbeddedWriter(EmbeddedDatabase database, TimeProvider clock) : IDisposable
{
    // Far beyond what the writes before this one take, unless another process holds the file: then each of them waits
    // for it as long as a statement may, and the queue behind them would only grow.
    private static readonly TimeSpan LongestQueue = TimeSpan.FromSeconds(10);

    // SQLite has one writer at a time: those of this process queue here, where waiting costs no thread.
    private readonly SemaphoreSlim _writing = new(1, 1);

    // Kept open: closing a file's last connection moves its whole write-ahead log, which an import would do per batch.
    private SqliteConnection? _connection;
    private bool _isDisposed;

    /// <summary>Runs a write in a transaction of its own, which is undone when it throws.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public Task<T> RunAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken) =>
        RunInTurnAsync(() => Run(write), cancellationToken);

    /// <summary>
    /// Runs a write as <see cref="RunAsync"/> does, and leaves nothing of what it removed in the file: SQLite would only
    /// mark those places as free, and keep their copies in its log until that is full.
    /// </summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public Task<T> RunWithoutTraceAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken) =>
        RunInTurnAsync(
            () =>
            {
                _connection ??= database.OpenForWriting();
                _connection.Execute("PRAGMA secure_delete = ON");
                var result = Run(write);
                _connection.Execute("PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)");
                return result;
            },
            cancellationToken);

    private async Task<T> RunInTurnAsync<T>(Func<T> write, CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            await database.PrepareAsync(cancellationToken);
            return write();
        }
        catch (Exception exception) when (SqliteFailures.IsOne(exception) || exception is ObjectDisposedException)
        {
            Close();
            throw SqliteFailures.Unavailable(exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends after the write that is going on. Later ones, by work that nobody waits for any more, are refused.</summary>
    public void Dispose()
    {
        // Not for ever: what waits for another process's lock does not hold up the end of this one. The semaphore is left
        // to the collector, since those who still wait for it come after this.
        if (_writing.Wait(LongestQueue))
        {
            _isDisposed = true;
            Close();
            _writing.Release();
        }
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(LongestQueue, clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await _writing.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw SqliteFailures.Unavailable(exception);
        }
    }

    private T Run<T>(Func<SqliteConnection, T> write)
    {
        _connection ??= database.OpenForWriting();
        using var transaction = _connection.BeginTransaction(deferred: false);
        var result = write(_connection);
        transaction.Commit();

        return result;
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
