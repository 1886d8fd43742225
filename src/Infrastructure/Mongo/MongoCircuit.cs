using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Logging;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// Refuses calls while the database does not answer, so that they need not each wait for it. A call that waited in vain
/// while no other call succeeded opens the circuit. From then on pings run in the background; the first that is answered
/// closes it.
/// </summary>
internal sealed partial class MongoCircuit : IDisposable
{
    // Faster failures cost no time, and may be chance in a small pool.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan PingInterval = TimeSpan.FromMilliseconds(500);

    private readonly MongoStoreStatus _status;
    private readonly TimeProvider _clock;
    private readonly ILogger<MongoCircuit> _logger;
    private readonly CancellationTokenSource _ending = new();
    private long _successes;
    private int _isOpen;

    /// <summary>Creates the gauge with the host's meter factory, which keeps hosts in one process apart.</summary>
    public MongoCircuit(MongoStoreStatus status, IMeterFactory meters, TimeProvider clock, ILogger<MongoCircuit> logger)
    {
        (_status, _clock, _logger) = (status, clock, logger);
        meters.Create(Telemetry.Name).CreateObservableGauge(
            MetricNames.MongoUp,
            () => Volatile.Read(ref _isOpen) == 0 ? 1 : 0,
            description: "0 while calls are refused because MongoDB does not answer, else 1.");
    }

    /// <summary>Begins a call.</summary>
    /// <returns>The state that <see cref="Failed"/> compares with.</returns>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The database does not answer.</exception>
    public Entry Enter() => Volatile.Read(ref _isOpen) == 0
        ? new Entry(Volatile.Read(ref _successes), _clock.GetTimestamp())
        : throw MongoCalls.NotAvailable(
            new TimeoutException("It did not answer before, and calls are refused until it answers a ping."));

    /// <summary>A call was answered.</summary>
    public void Succeeded()
    {
        Interlocked.Increment(ref _successes);
        Close();
    }

    /// <summary>
    /// A call was not answered. It only counts when no other call succeeded since it began, because it may have waited
    /// for a connection of a busy pool.
    /// </summary>
    /// <param name="entered">The result of <see cref="Enter"/> for this call.</param>
    public void Failed(Entry entered)
    {
        if (Volatile.Read(ref _successes) != entered.Successes
            || _clock.GetElapsedTime(entered.Started) < ShortestWait
            || Interlocked.Exchange(ref _isOpen, 1) == 1)
        {
            return;
        }

        LogOpened();
        // The pings belong to no request's trace.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(PingUntilAnsweredAsync);
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }

    private async Task PingUntilAnsweredAsync()
    {
        var ending = _ending.Token;
        while (Volatile.Read(ref _isOpen) == 1)
        {
            try
            {
                await _status.PingAsync(ending);
                Close();
            }
            // An error of the server is an answer too.
            catch (MongoException)
            {
                Close();
            }
            // On any failure, because only this loop closes the circuit while calls are refused.
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                await Task.Delay(PingInterval, _clock, ending);
            }
        }
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _isOpen, 0) == 1)
        {
            LogClosed();
        }
    }

    /// <summary>The state when a call began.</summary>
    internal readonly record struct Entry(long Successes, long Started);

    [LoggerMessage(EventId = 1, EventName = "MongoCircuitOpened", Level = LogLevel.Warning,
        Message = "MongoDB does not answer: calls are refused until it does")]
    private partial void LogOpened();

    [LoggerMessage(EventId = 2, EventName = "MongoCircuitClosed", Level = LogLevel.Information,
        Message = "MongoDB answers again")]
    private partial void LogClosed();
}
