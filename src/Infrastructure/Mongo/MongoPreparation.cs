using DealInsights.Application.Failures;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// Fills the connection pool, which makes the service ready, and then creates the indexes that are missing. Runs beside
/// the host's start, so that a database which is away neither holds it up nor fails it, and goes on until it is done.
/// </summary>
internal sealed partial class MongoPreparation(
    MongoPing ping,
    MongoIndexBuilder indexes,
    IMongoClient client,
    MongoPool pool,
    IOptions<MongoDbOptions> options,
    TimeProvider clock,
    ILogger<MongoPreparation> logger) : BackgroundService
{
    // An attempt itself waits for a server as long as ServerSelectionTimeout says.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // The driver fills the pool in the background; this is how often it is looked at.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await UntilAvailableAsync(FillPoolAsync, stoppingToken);
        pool.HasBeenFilled = true;
        LogReady(options.Value.MinPoolSize);
        await UntilAvailableAsync(indexes.CreateMissingAsync, stoppingToken);
    }

    private async Task FillPoolAsync(CancellationToken cancellationToken)
    {
        var connections = options.Value.MinPoolSize;
        while (true)
        {
            // At once, so that they need connections of their own.
            await Task.WhenAll(
                Enumerable.Range(0, Math.Max(1, connections)).Select(_ => ping.SendAsync(cancellationToken)));
            if (pool.Holds(connections, client.Cluster.Description))
            {
                return;
            }

            await Task.Delay(LookAgain, clock, cancellationToken);
        }
    }

    private async Task UntilAvailableAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
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
