using System.Threading.Channels;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Application.Audit;

/// <summary>
/// Takes down who did what. Noting costs a request no wait: records are queued and written in batches, so a crash loses
/// those of the last second, and a store that fails for long those that the queue has no room for.
/// </summary>
public sealed partial class AuditTrail(
    IAuditRepository repository, IOptions<AuditOptions> options, TimeProvider clock, ILogger<AuditTrail> logger)
    : IDisposable
{
    private const int BatchSize = 500;

    private readonly Channel<AuditRecord> _queue = Channel.CreateBounded<AuditRecord>(options.Value.QueueLength);
    private readonly SemaphoreSlim _writing = new(1, 1);

    // What the store did not take; tried again first.
    private List<AuditRecord> _batch = [];
    private long _lost;

    /// <summary>Takes down what is to be written soon.</summary>
    public void Note(AuditEntry entry)
    {
        if (options.Value.Enabled && !_queue.Writer.TryWrite(ToRecord(entry)))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Writes at once, for what is not to be lost.</summary>
    /// <exception cref="UpstreamUnavailableException">The store does not answer.</exception>
    public async Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
        {
            await AddAsync([ToRecord(entry)], cancellationToken);
        }
    }

    /// <summary>Writes what was noted. What the store does not take is tried again the next time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (Fill())
            {
                await AddAsync(_batch, cancellationToken);
                _batch = [];
            }
        }
        catch (UpstreamUnavailableException failure)
        {
            LogNotWritten(failure);
        }
        finally
        {
            _writing.Release();
        }

        if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
        {
            LogLost(lost);
        }
    }

    /// <summary>Forgets the records whose time is up.</summary>
    public async Task RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        try
        {
            await repository.RemoveExpiredAsync(clock.GetUtcNow(), cancellationToken);
        }
        catch (UpstreamUnavailableException failure)
        {
            LogNotWritten(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    private bool Fill()
    {
        while (_batch.Count < BatchSize && _queue.Reader.TryRead(out var record))
        {
            _batch.Add(record);
        }

        return _batch.Count > 0;
    }

    private Task AddAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken) =>
        repository.AddAsync(records, clock.GetUtcNow() + options.Value.Retention, cancellationToken);

    private AuditRecord ToRecord(AuditEntry entry)
    {
        var now = clock.GetUtcNow();

        return new AuditRecord(
            // Begins with the time, so that records are found in its order by this alone.
            Guid.CreateVersion7(now).ToString("N"),
            DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()),
            entry.Caller,
            entry.Action,
            entry.DealName is null ? null : DealHash.Of(entry.DealName),
            entry is { Outcome: AuditOutcome.Done, IsRemoval: false } ? entry.DealName : null,
            entry.Outcome);
    }

    [LoggerMessage(EventId = 1, EventName = "AuditNotWritten", Level = LogLevel.Warning,
        Message = "The store takes no audit records at the moment; they wait in memory")]
    private partial void LogNotWritten(Exception failure);

    [LoggerMessage(EventId = 2, EventName = "AuditLost", Level = LogLevel.Error,
        Message = "{Records} audit records are lost: the store is too slow for them, or fails (Audit__QueueLength)")]
    private partial void LogLost(long records);
}
