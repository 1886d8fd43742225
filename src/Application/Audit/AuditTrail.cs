using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Application.Audit;

/// <summary>
/// Takes down who did what. Noting costs a request no wait: records are kept in memory and written in batches, so a crash
/// loses those of the last second, and a store that fails for long those that there is no room for. What one caller does
/// to one deal several times in a second, with one outcome, is one record that says how often.
/// </summary>
public sealed partial class AuditTrail(
    IAuditRepository repository, IOptions<AuditOptions> options, TimeProvider clock, ILogger<AuditTrail> logger)
    : IDisposable
{
    private const int BatchSize = 500;

    private readonly SemaphoreSlim _writing = new(1, 1);

    // What the store did not take yet, the oldest first; for who writes.
    private readonly List<AuditRecord> _unwritten = [];
    private volatile int _unwrittenCount;

    private readonly Lock _noting = new();
    private readonly AuditIdentifiers _identifiers = new();
    private Dictionary<(AuditEntry Entry, long Second), Noted> _noted = new(EntryComparer.Instance);
    private long _lost;

    /// <summary>Takes down what is to be written soon.</summary>
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
            if (_noted.TryGetValue(key, out var noted))
            {
                noted.Count++;
            }
            else if (_noted.Count + _unwrittenCount < options.Value.QueueLength)
            {
                _noted.Add(key, new Noted(_identifiers.Next(now), now));
            }
            else
            {
                Interlocked.Increment(ref _lost);
            }
        }
    }

    /// <summary>Writes at once, for what is not to be lost.</summary>
    /// <exception cref="UpstreamUnavailableException">The store does not answer.</exception>
    public async Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        Noted noted;
        lock (_noting)
        {
            var now = clock.GetUtcNow();
            noted = new Noted(_identifiers.Next(now), now);
        }

        await AddAsync([ToRecord(entry, noted)], cancellationToken);
    }

    /// <summary>Writes what was noted. What the store does not take is tried again the next time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            TakeNoted();
            while (_unwritten.Count > 0)
            {
                var batch = _unwritten.GetRange(0, Math.Min(BatchSize, _unwritten.Count));
                await AddAsync(batch, cancellationToken);
                _unwritten.RemoveRange(0, batch.Count);
                _unwrittenCount = _unwritten.Count;
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

    private void TakeNoted()
    {
        Dictionary<(AuditEntry Entry, long Second), Noted> noted;
        lock (_noting)
        {
            noted = _noted;
            _noted = new(EntryComparer.Instance);
            _unwrittenCount = _unwritten.Count + noted.Count;
        }

        _unwritten.AddRange(noted.Select(one => ToRecord(one.Key.Entry, one.Value)));
    }

    private Task AddAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken) =>
        repository.AddAsync(records, clock.GetUtcNow() + options.Value.Retention, cancellationToken);

    private static AuditRecord ToRecord(AuditEntry entry, Noted noted) => new(
        noted.Id,
        DateTimeOffset.FromUnixTimeMilliseconds(noted.At.ToUnixTimeMilliseconds()),
        entry.Caller,
        entry.Action,
        entry.DealName is null ? null : DealHash.Of(entry.DealName),
        entry is { Outcome: AuditOutcome.Done, IsRemoval: false } ? entry.DealName : null,
        entry.Outcome,
        noted.Count);

    [LoggerMessage(EventId = 1, EventName = "AuditNotWritten", Level = LogLevel.Warning,
        Message = "The store takes no audit records at the moment; they wait in memory")]
    private partial void LogNotWritten(Exception failure);

    [LoggerMessage(EventId = 2, EventName = "AuditLost", Level = LogLevel.Error,
        Message = "{Records} audit records are lost: the store is too slow for them, or fails (Audit__QueueLength)")]
    private partial void LogLost(long records);

    // A hash of all that an entry says takes as long as all else that is done to note it; deals are what they differ in.
    private sealed class EntryComparer : IEqualityComparer<(AuditEntry Entry, long Second)>
    {
        public static readonly EntryComparer Instance = new();

        public bool Equals((AuditEntry Entry, long Second) x, (AuditEntry Entry, long Second) y) => x == y;

        public int GetHashCode((AuditEntry Entry, long Second) noted) => HashCode.Combine(
            noted.Entry.DealName, noted.Entry.Caller.Length, noted.Entry.Action.Length, noted.Second);
    }

    private sealed class Noted(string id, DateTimeOffset at)
    {
        public string Id => id;

        public DateTimeOffset At => at;

        public long Count { get; set; } = 1;
    }
}
