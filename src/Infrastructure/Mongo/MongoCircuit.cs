using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Logging;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// Knows that the database does not answer, so that calls are refused at once instead of each waiting to find out. One
/// call that waited in vain while no other succeeded opens it; from then on a ping asks in their place until it is
/// answered.
/// </summary>
internal sealed partial class MongoCircuit : IDisposable
{
    // What fails sooner costs nobody time; and so short a wait in vain, for a connection of a small pool, may be chance.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);

    // A ping itself looks for a server as long as ServerSelectionTimeout says, about twice a second.
    private static readonly TimeSpan PingAgain = TimeSpan.FromMilliseconds(500);

    private readonly MongoPing _ping;
    private readonly TimeProvider _clock;
    private readonly ILogger<MongoCircuit> _logger;
    private readonly CancellationTokenSource _ending = new();
    private long _successes;
    private int _isOpen;

    /// <summary>Makes the instrument with the host's meter factory, so that hosts in one process keep theirs apart.</summary>
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
    /// A call was not answered. That alone says little: its turn for a connection may not have come because the others
    /// are many. So it counts only when none of those succeeded since it began.
    /// </summary>
    /// <param name="entered">What <see cref="Enter"/> returned for it.</param>
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
            // A refusal is an answer.
            catch (MongoException)
            {
                Close();
            }
            // Whatever it is: nobody else would ever close the circuit.
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

    /// <summary>What there was when a call began.</summary>
    internal readonly record struct Entry(long Successes, long Started);

    [LoggerMessage(EventId = 1, EventName = "MongoCircuitOpened", Level = LogLevel.Warning,
        Message = "MongoDB does not answer: calls are refused until it does")]
    private partial void LogOpened();

    [LoggerMessage(EventId = 2, EventName = "MongoCircuitClosed", Level = LogLevel.Information,
        Message = "MongoDB answers again")]
    private partial void LogClosed();
}
