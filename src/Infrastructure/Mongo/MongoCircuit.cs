using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Logging;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// The circuit breaker of MongoDB, which fails calls at once while the database does not answer. A call that waited in vain
/// while no other succeeded opens it; then pings run until one is answered, which closes it.
/// </summary>
internal sealed partial class MongoCircuit : IDisposable
{
    // A faster failure costs no time, and such a short wait for a connection of a small pool may be chance.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);

    // A ping itself looks for a server as long as ServerSelectionTimeout says, about twice a second.
    private static readonly TimeSpan PingAgain = TimeSpan.FromMilliseconds(500);

    private readonly MongoPing _ping;
    private readonly TimeProvider _clock;
    private readonly ILogger<MongoCircuit> _logger;
    private readonly CancellationTokenSource _ending = new();
    private long _successes;
    private int _isOpen;

    /// <summary>Creates the instrument with the host's meter factory, which separates hosts in one process.</summary>
    public MongoCircuit(MongoPing ping, IMeterFactory meters, TimeProvider clock, ILogger<MongoCircuit> logger)
    {
        (_ping, _clock, _logger) = (ping, clock, logger);
        meters.Create(Telemetry.Name).CreateObservableGauge(
            MetricNames.MongoUp,
            () => Volatile.Read(ref _isOpen) == 0 ? 1 : 0,
            description: "0 while calls are refused since MongoDB does not answer, else 1.");
    }

    /// <summary>Begins a call.</summary>
    /// <returns>What <see cref="Failed"/> wants to know of it.</returns>
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
    /// Reports that a call was not answered. It counts only when no other call succeeded since it began: otherwise it may just
    /// have got no connection among many calls.
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
        // It belongs to no request, least of all to the trace of this one.
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
                await _ping.SendAsync(ending);
                Close();
            }
            // An error of the server is an answer too.
            catch (MongoException)
            {
                Close();
            }
            // Any exception: nothing else would close the circuit.
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                await Task.Delay(PingAgain, _clock, ending);
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
