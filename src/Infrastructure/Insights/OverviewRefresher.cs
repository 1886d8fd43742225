using System.Collections.Concurrent;
using System.Threading.Channels;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// Writes overviews anew in the background, a few at once, while their deals are answered with the older ones. When the
/// host stops it finishes what was asked for, as far as the host's time for stopping goes.
/// </summary>
internal sealed partial class OverviewRefresher(
    OverviewGenerator generator,
    IMemoryCache failures,
    IOptions<CompanyOverviewOptions> options,
    ILogger<OverviewRefresher> logger) : BackgroundService
{
    // What a remembered failure takes, roughly, for the cache that bounds its memory.
    private const int FailureSize = 200;

    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);

    private readonly Channel<Refresh> _queue = Channel.CreateBounded<Refresh>(
        new BoundedChannelOptions(options.Value.RefreshQueueLength) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>
    /// Asks for the overview of a deal. Does nothing when the same is already asked for, when it just failed, when too
    /// many others wait, and when the host is stopping: the deal's next request asks again.
    /// </summary>
    public void Enqueue(string dealName, string fingerprint)
    {
        if (HasJustFailed(fingerprint) || !_asked.TryAdd(fingerprint, true))
        {
            return;
        }

        if (!_queue.Writer.TryWrite(new Refresh(dealName, fingerprint)))
        {
            _asked.TryRemove(fingerprint, out _);
            LogNotAccepted(_queue.Reader.Count);
        }
    }

    /// <summary>Whether this overview could not be written a moment ago, so that it is left alone.</summary>
    public bool HasJustFailed(string fingerprint) => failures.TryGetValue(FailureKey(fingerprint), out _);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_asked.IsEmpty)
        {
            LogGivenUp(_asked.Count);
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
            async (refresh, token) => await RefreshAsync(refresh, token));

    private static string FailureKey(string fingerprint) => "refresh-failed:" + fingerprint;

    private async Task RefreshAsync(Refresh refresh, CancellationToken cancellationToken)
    {
        try
        {
            await generator.GenerateAsync(refresh.DealName, refresh.Fingerprint, cancellationToken);
        }
        // Whatever it is, it must not end the work on the others.
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            failures.Set(
                FailureKey(refresh.Fingerprint),
                true,
                new MemoryCacheEntryOptions
                {
                    AbsoluteExpirationRelativeToNow = options.Value.RefreshRetryDelay,
                    Size = FailureSize,
                });
            LogFailed((failure as LanguageModelException)?.Reason.ToString() ?? failure.GetType().Name);
        }
        finally
        {
            _asked.TryRemove(refresh.Fingerprint, out _);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "OverviewNotRefreshed", Level = LogLevel.Warning,
        Message = "An overview could not be written anew: {Reason}; its deal is answered with the older one")]
    private partial void LogFailed(string reason);

    [LoggerMessage(EventId = 2, EventName = "RefreshNotAccepted", Level = LogLevel.Warning,
        Message = "{Waiting} overviews wait to be written anew; another is left to the next request for it")]
    private partial void LogNotAccepted(int waiting);

    [LoggerMessage(EventId = 3, EventName = "RefreshesGivenUp", Level = LogLevel.Warning,
        Message = "The host stops before {Waiting} overviews are written anew; they are left to the next requests")]
    private partial void LogGivenUp(int waiting);

    private sealed record Refresh(string DealName, string Fingerprint);
}
