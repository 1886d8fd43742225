using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The one connection by which this process changes the embedded store's file.</summary>
internal sealed class EmbeddedWriter(EmbeddedDatabase database, TimeProvider clock) : IDisposable
{
    // Far beyond what the writes before this one take, unless another process holds the file: then each of them waits
    // for it as long as a statement may, and the queue behind them would only grow.
    private static readonly TimeSpan LongestQueue = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RestAfterLock = TimeSpan.FromSeconds(2);

    // SQLite has one writer at a time: those of this process queue here, where waiting costs no thread.
    private readonly SemaphoreSlim _writing = new(1, 1);

    // Kept open: closing a file's last connection moves its whole write-ahead log, which an import would do per batch.
    private SqliteConnection? _connection;
    private DateTimeOffset _restsUntil;
    private bool _isDisposed;

    // The connection within RunAsOneAsync, and for nobody else.
    private readonly AsyncLocal<SqliteConnection?> _whole = new();

    /// <summary>Runs a write in a transaction of its own, which is undone when it throws.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken) =>
        _whole.Value is { } connection
            ? write(connection)
            : await InTurnAsync(own => Task.FromResult(write(own)), isDispensable: false, cancellationToken);

    /// <summary>
    /// Runs a write that its caller can do without. For a while after one waited in vain for another process it is
    /// refused at once: the others would wait as long, one after another, and requests with them.
    /// </summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public Task<T> RunIfFreeAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken) =>
        InTurnAsync(own => Task.FromResult(write(own)), isDispensable: true, cancellationToken);

    /// <summary>
    /// Runs work in which every write joins one transaction: when it throws, or the process ends in the middle, none
    /// was done. Others wait meanwhile, so it is for what happens before there are any.
    /// </summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public Task<T> RunAsOneAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        InTurnAsync(
            connection =>
            {
                _whole.Value = connection;
                return work();
            },
            isDispensable: false,
            cancellationToken);

    /// <summary>
    /// Runs a write as <see cref="RunAsync"/> does, and leaves nothing of what it removed in the file: SQLite would only
    /// mark those places as free, and keep their copies in its log until that is full.
    /// </summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public Task<T> RunWithoutTraceAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken) =>
        InTurnAsync(
            connection =>
            {
                connection.Execute("PRAGMA secure_delete = ON");
                return Task.FromResult(write(connection));
            },
            isDispensable: false,
            cancellationToken,
            whenDone: connection => connection.Execute("PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)"));

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

    private async Task<T> InTurnAsync<T>(
        Func<SqliteConnection, Task<T>> work,
        bool isDispensable,
        CancellationToken cancellationToken,
        Action<SqliteConnection>? whenDone = null)
    {
        await TakeTurnAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (isDispensable && clock.GetUtcNow() < _restsUntil)
            {
                throw SqliteFailures.Unavailable(new TimeoutException("Another process held the file a moment ago."));
            }

            await database.PrepareAsync(cancellationToken);
            _connection ??= database.OpenForWriting();
            using var transaction = Begin(_connection);
            var result = await work(_connection);
            await transaction.CommitAsync(CancellationToken.None);
            whenDone?.Invoke(_connection);

            return result;
        }
        catch (Exception exception) when (SqliteFailures.IsOne(exception) || exception is ObjectDisposedException)
        {
            Close();
            _restsUntil = SqliteFailures.IsLock(exception) ? clock.GetUtcNow() + RestAfterLock : default;
            throw SqliteFailures.Unavailable(exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static SqliteTransaction Begin(SqliteConnection connection) => connection.BeginTransaction(deferred: false);

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
