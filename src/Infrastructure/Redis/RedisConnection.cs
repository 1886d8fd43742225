using System.Net.Sockets;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace DealInsights.Infrastructure.Redis;

/// <summary>
/// The connection to Redis, and whether it is worth asking. Redis is asked for a sign of life every second, in the
/// background: a call that fails makes everybody go on without it until it gave one, so that a Redis which is away or
/// silent delays only the calls that were in flight.
/// </summary>
internal sealed partial class RedisConnection(
    IConfiguration configuration,
    IOptions<RedisOptions> options,
    RedisMetrics metrics,
    TimeProvider clock,
    ILogger<RedisConnection> logger) : BackgroundService, ISharedCacheStatus
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private ConnectionMultiplexer? _connection;
    private volatile IDatabase? _available;
    private bool _isReported;

    /// <inheritdoc/>
    public string Name => "redis";

    /// <inheritdoc/>
    public bool IsAvailable => _available is not null;

    /// <summary>Where to ask; <see langword="null"/> while Redis does not answer, or has not been reached yet.</summary>
    public IDatabase? Available => _available;

    /// <summary>Keeps Redis from being asked until it gives a sign of life.</summary>
    /// <param name="failure">Why: a call that got no answer.</param>
    public void ReportLost(Exception failure) => SetAvailable(null, failure);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _connection?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PingInterval, clock);
        do
        {
            await PingAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PingAsync(CancellationToken stoppingToken)
    {
        try
        {
            _connection ??= await ConnectionMultiplexer.ConnectAsync(
                RedisConnectionString.CreateSettings(configuration, options.Value));
            var database = _connection.GetDatabase();
            await database.PingAsync().WaitAsync(options.Value.Timeout, clock, stoppingToken);
            SetAvailable(database, failure: null);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        // Whatever it is, it must not end the service.
        catch (Exception failure)
        {
            SetAvailable(null, failure);
        }
    }

    private void SetAvailable(IDatabase? database, Exception? failure)
    {
        lock (_gate)
        {
            var isChange = !_isReported || _available is null != database is null;
            _isReported = true;
            _available = database;
            metrics.RecordAvailability(database is not null);
            if (!isChange)
            {
                return;
            }
        }

        if (failure is null)
        {
            LogAvailable();
        }
        else
        {
            LogLost(Describe(failure));
        }
    }

    // Where there is no connection, what the failure has inside says why.
    private static string Describe(Exception failure)
    {
        var reason = failure.GetType().Name;
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            reason = KindOf(cause) ?? reason;
        }

        return reason;
    }

    // Messages name hosts and accounts; the kind of a failure, and the code with which Redis answers, name neither.
    private static string? KindOf(Exception failure) => failure switch
    {
        RedisConnectionException lost => lost.FailureType.ToString(),
        RedisServerException answer => answer.Message.Split(' ', 2)[0],
        TimeoutException => "Timeout",
        SocketException unreachable => unreachable.SocketErrorCode.ToString(),
        _ => null,
    };

    [LoggerMessage(EventId = 1, EventName = "SharedCacheAvailable", Level = LogLevel.Information,
        Message = "The shared cache (redis) answers")]
    private partial void LogAvailable();

    [LoggerMessage(EventId = 2, EventName = "SharedCacheLost", Level = LogLevel.Warning,
        Message = "The shared cache (redis) does not answer: {Reason}; answers go on without it")]
    private partial void LogLost(string reason);
}
