using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace DealInsights.Infrastructure.Redis;

/// <summary>
/// Redis as the level behind the memory of each instance. It never fails: what it cannot give in time is not there, and
/// what it cannot keep is not kept.
/// </summary>
/// <remarks>
/// An entry is a string with a time to live, under <c>prefix:v1:key</c>; the version is that of the form of the values.
/// </remarks>
internal sealed partial class RedisSharedCache(
    RedisConnection connection,
    RedisMetrics metrics,
    IOptions<RedisOptions> options,
    TimeProvider clock,
    ILogger<RedisSharedCache> logger) : IDistributedCache
{
    private const string FormVersion = "v1";

    private readonly string _prefix = $"{options.Value.KeyPrefix}:{FormVersion}:";
    private int _isRefusing;

    /// <inheritdoc/>
    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => CallAsync(
        "get",
        async redis => (byte[]?)await redis.StringGetAsync(_prefix + key),
        value => value is null ? "miss" : "hit",
        token);

    /// <inheritdoc/>
    public async Task SetAsync(
        string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var isKept = await CallAsync(
            "set",
            redis => redis.StringSetAsync(_prefix + key, value, LifetimeOf(options)),
            _ => "done",
            token);
        if (isKept && Interlocked.Exchange(ref _isRefusing, 0) == 1)
        {
            LogKeeps();
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string key, CancellationToken token = default) =>
        CallAsync("remove", redis => redis.KeyDeleteAsync(_prefix + key), _ => "done", token);

    /// <summary>Does nothing: no entry lives longer for being read.</summary>
    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public byte[]? Get(string key) => throw NotSynchronous();

    /// <inheritdoc/>
    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw NotSynchronous();

    /// <inheritdoc/>
    public void Remove(string key) => throw NotSynchronous();

    /// <inheritdoc/>
    public void Refresh(string key) => throw NotSynchronous();

    private static NotSupportedException NotSynchronous() => new("No thread waits for Redis: use the asynchronous calls.");

    private TimeSpan LifetimeOf(DistributedCacheEntryOptions entry) =>
        entry.AbsoluteExpirationRelativeToNow is { } asked && asked < options.Value.Lifetime ? asked : options.Value.Lifetime;

    /// <summary>Asks Redis, for as long as it may take.</summary>
    /// <returns>Nothing (null, false) when it did not answer, or with an error.</returns>
    private async Task<T?> CallAsync<T>(
        string operation, Func<IDatabase, Task<T>> call, Func<T, string> outcomeOf, CancellationToken cancellationToken)
    {
        if (connection.Available is not { } redis)
        {
            metrics.RecordSkipped(operation);

            return default;
        }

        var started = clock.GetTimestamp();
        var outcome = "unavailable";
        try
        {
            // The client looks for calls that take too long once a second, which is too seldom.
            var answer = await call(redis).WaitAsync(options.Value.Timeout, clock, cancellationToken);
            outcome = outcomeOf(answer);

            return answer;
        }
        catch (RedisServerException refusal)
        {
            outcome = "refused";
            ReportRefusal(refusal);
        }
        catch (TimeoutException silence)
        {
            outcome = "timeout";
            connection.ReportLost(silence);
        }
        catch (RedisException failure)
        {
            connection.ReportLost(failure);
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped meanwhile.
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                metrics.RecordCall(operation, outcome, clock.GetElapsedTime(started));
            }
        }

        return default;
    }

    private void ReportRefusal(RedisServerException refusal)
    {
        if (Interlocked.Exchange(ref _isRefusing, 1) == 0)
        {
            // Its code, such as OOM or READONLY: the rest may quote the command.
            LogRefuses(refusal.Message.Split(' ', 2)[0]);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "SharedCacheRefuses", Level = LogLevel.Warning,
        Message = "The shared cache (redis) refuses what it is asked: {Code}; answers go on without it")]
    private partial void LogRefuses(string code);

    [LoggerMessage(EventId = 2, EventName = "SharedCacheKeeps", Level = LogLevel.Information,
        Message = "The shared cache (redis) keeps what it is asked to keep again")]
    private partial void LogKeeps();
}
