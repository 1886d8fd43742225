using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Application.Audit;

/// <summary>
/// Records who did what. Noting costs a request no wait: entries are kept in memory and written in batches, so a crash
/// loses those of the last second, and a store that fails for long those beyond the queue's length. What one caller does to
/// one deal several times in a second, with one outcome, is one record with a count.
/// </summary>
public sealed partial class AuditTrail(
    IAuditRepository repository,
    IServiceScopeFactory scopes,
    IOptions<AuditOptions> options,
    TimeProvider clock,
    ILogger<AuditTrail> logger)
    : IDisposable
{
    private const int BatchSize = 500;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _noting = new();
    private readonly Queue<Noted> _unwritten = new();
    private readonly Dictionary<(AuditEntry Entry, long Second), Noted> _latest = [];
    private long _lost;

    /// <summary>Notes an entry that is written soon.</summary>
    public void Note(in AuditEntry entry)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var key = (entry, now.ToUnixTimeSeconds());
        lock (_noting)
        {
            if (_latest.TryGetValue(key, out var noted))
            {
                noted.Count++;
            }
            else if (_unwritten.Count < options.Value.QueueLength)
            {
                _unwritten.Enqueue(_latest[key] = new Noted(entry, now));
            }
            else
            {
                _lost++;
            }
        }
    }

    /// <summary>Writes an entry at once, for actions whose record must not be lost.</summary>
    /// <exception cref="UpstreamUnavailableException">The store does not answer.</exception>
    public async Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
        {
            await AddAsync([new Noted(entry, clock.GetUtcNow())], cancellationToken);
        }
    }

    /// <summary>Writes the noted entries. Those that the store does not take are written the next time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (NextBatch() is { Count: > 0 } batch)
            {
                await AddAsync(batch, cancellationToken);
                Drop(batch.Count);
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

    /// <summary>Removes the records whose retention has ended.</summary>
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

    private List<Noted> NextBatch()
    {
        lock (_noting)
        {
            // The counts of these entries are final: a repetition is noted anew.
            _latest.Clear();

            return [.. _unwritten.Take(BatchSize)];
        }
    }

    private void Drop(int count)
    {
        lock (_noting)
        {
            for (var written = 0; written < count; written++)
            {
                _unwritten.Dequeue();
            }
        }
    }

    private async Task AddAsync(IReadOnlyList<Noted> batch, CancellationToken cancellationToken)
    {
        HashSet<string> names = [.. batch.Select(noted => noted.Entry.Deal?.Name).OfType<string>()];
        await using var scope = scopes.CreateAsyncScope();
        var deals = scope.ServiceProvider.GetRequiredService<IDealRepository>();
        // A name that is not stored, such as that of a removed deal, has no id and is not recorded.
        var ids = await deals.FindIdsAsync(names, cancellationToken);
        var expireAt = clock.GetUtcNow() + options.Value.Retention;
        await repository.AddAsync([.. batch.Select(noted => ToRecord(noted, ids))], expireAt, cancellationToken);
    }

    private static AuditRecord ToRecord(Noted noted, IReadOnlyDictionary<string, string> ids)
    {
        var entry = noted.Entry;
        var id = entry.Deal?.Name is { } name ? ids.GetValueOrDefault(name) : entry.Deal?.Id;

        return new AuditRecord(
            noted.Id,
            DateTimeOffset.FromUnixTimeMilliseconds(noted.At.ToUnixTimeMilliseconds()),
            entry.Caller,
            entry.Action,
            (id ?? entry.Deal?.Name) is { } identity ? DealHash.Of(identity) : null,
            entry is { Outcome: AuditOutcome.Done, IsRemoval: false } ? id : null,
            entry.Outcome,
            noted.Count);
    }

    [LoggerMessage(EventId = 1, EventName = "AuditNotWritten", Level = LogLevel.Warning,
        Message = "The store takes no audit records at the moment; they wait in memory")]
    private partial void LogNotWritten(Exception failure);

    [LoggerMessage(EventId = 2, EventName = "AuditLost", Level = LogLevel.Error,
        Message = "{Records} audit records are lost: the store is too slow for them, or fails (Audit__QueueLength)")]
    private partial void LogLost(long records);

    private sealed class Noted(AuditEntry entry, DateTimeOffset at)
    {
        public AuditEntry Entry => entry;

        public DateTimeOffset At => at;

        // Made once, so that a batch that is written again after a failure stays the same records.
        public string Id { get; } = Guid.CreateVersion7(at).ToString("N");

        public long Count { get; set; } = 1;
    }
}
