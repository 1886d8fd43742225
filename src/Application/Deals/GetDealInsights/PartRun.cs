using DealInsights.Application.Answers;
using DealInsights.Application.Failures;

namespace DealInsights.Application.Deals.GetDealInsights;

/// <summary>A part that is being read. Its failures are kept to itself, so that they spoil no other part.</summary>
internal sealed class PartRun<T> : IPartRun
    where T : class
{
    private readonly Task<PartReading<T>?> _reading;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _deadline;

    /// <param name="name">Which part.</param>
    /// <param name="begin">Begins to read at once.</param>
    /// <param name="caller">Cancelled when the caller leaves.</param>
    /// <param name="deadline">Cancelled then, too, and when the part took too long.</param>
    public PartRun(
        PartNames name,
        Func<CancellationToken, Task<PartReading<T>?>> begin,
        CancellationToken caller,
        CancellationToken deadline)
    {
        Name = name;
        _caller = caller;
        _deadline = deadline;
        _reading = GuardAsync(() => begin(deadline));
        Beginning = BeginAsync();
    }

    /// <inheritdoc/>
    public PartNames Name { get; }

    /// <inheritdoc/>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public string? Version { get; private set; }

    /// <inheritdoc/>
    public Task<string?> Beginning { get; }

    /// <summary>Whether there is nothing of the kind, once <see cref="Beginning"/> has ended.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>The part, as far as it is there.</summary>
    public async Task<InsightPart<T>> CompleteAsync()
    {
        var answer = await _reading is { } reading
            ? await GuardAsync(async () => (Versioned<T>?)await reading.CompleteAsync(_deadline))
            : null;
        Version = answer?.Version;

        return answer is null
            ? new InsightPart<T>(StatusOf(Failure), null, (Failure as UpstreamUnavailableException)?.RetryAfter)
            : new InsightPart<T>(PartStatus.Ok, answer.Value, null);
    }

    private async Task<string?> BeginAsync()
    {
        var reading = await _reading;
        IsMissing = reading is null && Failure is null;

        return reading?.Version;
    }

    private async Task<TResult?> GuardAsync<TResult>(Func<Task<TResult?>> work)
        where TResult : class
    {
        try
        {
            return await work();
        }
        // Whatever is wrong when the caller has left: nobody waits for the answer.
        catch (Exception failure) when (!_caller.IsCancellationRequested)
        {
            Failure = failure;
            return null;
        }
    }

    private static PartStatus StatusOf(Exception? failure) => failure switch
    {
        UpstreamUnavailableException => PartStatus.Unavailable,
        OperationCanceledException => PartStatus.Timeout,
        _ => PartStatus.Failed,
    };
}

/// <summary>A part that is being read, whatever it is.</summary>
internal interface IPartRun
{
    /// <summary>Which part.</summary>
    PartNames Name { get; }

    /// <summary>Why it is not there; <see langword="null"/> as long as nothing is wrong.</summary>
    Exception? Failure { get; }

    /// <summary>The version of the part as it was answered; <see langword="null"/> before, and when it has none.</summary>
    string? Version { get; }

    /// <summary>The version that the part will have if all goes well; <see langword="null"/> when it already failed.</summary>
    Task<string?> Beginning { get; }
}
