using System.Collections.Concurrent;
using System.Threading.Channels;
using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// Writes overviews in the background, a few at once, while responses hold the older ones. When the host stops it finishes
/// what is queued, within the host's shutdown timeout.
/// </summary>
internal sealed partial class OverviewRefresher(
    OverviewWriter writer,
    InsightCache cache,
    IOptions<CompanyOverviewOptions> options,
    ILogger<OverviewRefresher> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, bool> _queued = new(StringComparer.Ordinal);

    private readonly Channel<OverviewQuestion> _queue = Channel.CreateBounded<OverviewQuestion>(
        new BoundedChannelOptions(options.Value.RefreshQueueLength) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>
    /// Queues an overview. Does nothing when it is queued already, when it failed a moment ago, when the queue is full, and
    /// when the host is stopping: the deal's next request tries again.
    /// </summary>
    public async ValueTask EnqueueAsync(OverviewQuestion question, CancellationToken cancellationToken)
    {
        if (await cache.FindFailureAsync(question.Fingerprint, cancellationToken) is not null
            || !_queued.TryAdd(question.Fingerprint, true))
        {
            return;
        }

        if (!_queue.Writer.TryWrite(question))
        {
            _queued.TryRemove(question.Fingerprint, out _);
            LogNotAccepted(_queue.Reader.Count);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_queued.IsEmpty)
        {
            LogGivenUp(_queued.Count);
        }

        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            _queue.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = options.Value.RefreshConcurrency,
                CancellationToken = stoppingToken,
            },
            async (question, token) => await RefreshAsync(question, token));

    private async Task RefreshAsync(OverviewQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(question, onStatement: null, cancellationToken);
        }
        // One failure must not end the work on the others.
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var reason = (failure as LanguageModelException)?.Reason;
            await cache.SetFailureAsync(question.Fingerprint, reason ?? ModelFailure.Unavailable, CancellationToken.None);
            LogFailed(reason?.ToString() ?? failure.GetType().Name);
        }
        finally
        {
            _queued.TryRemove(question.Fingerprint, out _);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "OverviewNotRefreshed", Level = LogLevel.Warning,
        Message = "An overview could not be refreshed: {Reason}; responses hold the older one")]
    private partial void LogFailed(string reason);

    [LoggerMessage(EventId = 2, EventName = "RefreshNotAccepted", Level = LogLevel.Warning,
        Message = "{Waiting} overviews wait to be refreshed, which is the limit; another one has to wait for its next request")]
    private partial void LogNotAccepted(int waiting);

    [LoggerMessage(EventId = 3, EventName = "RefreshesGivenUp", Level = LogLevel.Warning,
        Message = "The host stops before {Waiting} overviews are refreshed; their next requests refresh them")]
    private partial void LogGivenUp(int waiting);
}
