using DealInsights.Application.Failures;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// Fills the connection pool, which makes the service ready, and then creates the missing indexes. Runs in the
/// background and retries, so that the service also starts while MongoDB is down.
/// </summary>
internal sealed partial class MongoPreparation(
    MongoStoreStatus status,
    MongoIndexBuilder indexes,
    IMongoClient client,
    MongoPool pool,
    IOptions<MongoDbOptions> options,
    TimeProvider clock,
    ILogger<MongoPreparation> logger) : BackgroundService
{
    // An attempt itself waits for a server as long as ServerSelectionTimeout.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // The driver opens connections in the background.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await RetryAsync(FillPoolAsync, stoppingToken);
        status.SetPrepared();
        LogReady(options.Value.MinPoolSize);
        await RetryAsync(indexes.CreateMissingAsync, stoppingToken);
    }

    private async Task FillPoolAsync(CancellationToken cancellationToken)
    {
        var connections = options.Value.MinPoolSize;
        var pings = Math.Max(1, connections);
        do
        {
            // In parallel, so that each takes a connection of its own.
            await Task.WhenAll(Enumerable.Range(0, pings).Select(_ => status.PingAsync(cancellationToken)));
            await Task.Delay(PollInterval, clock, cancellationToken);
        }
        while (!pool.WasFilledWith(connections, client.Cluster.Description));
    }

    private async Task RetryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await work(cancellationToken);
                return;
            }
            catch (UpstreamUnavailableException failure)
            {
                if (isFirst)
                {
                    LogNotAvailable(failure);
                }
            }

            await Task.Delay(RetryDelay, clock, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "MongoReady", Level = LogLevel.Information,
        Message = "MongoDB is ready with {Connections} open connections")]
    private partial void LogReady(int connections);

    [LoggerMessage(EventId = 2, EventName = "MongoNotAvailable", Level = LogLevel.Warning,
        Message = "MongoDB is not available; trying until it is")]
    private partial void LogNotAvailable(Exception failure);
}
