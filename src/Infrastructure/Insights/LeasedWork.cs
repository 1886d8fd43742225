using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>Keeps instances from asking the model the same question at the same time.</summary>
internal sealed class LeasedWork(
    IOptions<InsightOptions> options, IOptions<LanguageModelOptions> modelOptions, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns a holder that no other attempt has.</summary>
    public static string NewHolder() => Guid.NewGuid().ToString("N");

    /// <summary>Does the work under a lease, or waits for the result of the instance that holds the lease.</summary>
    /// <param name="takeLease">Takes or renews the lease. Called several times while the work is in progress.</param>
    /// <param name="releaseLease">
    /// Ends the lease when nothing was stored. Otherwise the lease is left to expire, because the result is found without it.
    /// </param>
    /// <param name="findResult">Finds the result that another instance has stored; <see langword="null"/> when there is none.</param>
    /// <param name="work">Returns the result, and whether other instances find it in the store.</param>
    /// <param name="cancellationToken">Cancels the wait and the work.</param>
    /// <exception cref="LanguageModelException">The other instance did not store a result in time, or the work failed.</exception>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<bool>> takeLease,
        Func<Task> releaseLease,
        Func<CancellationToken, Task<T?>> findResult,
        Func<ModelDeadline, CancellationToken, Task<(T Result, bool IsStored)>> work,
        CancellationToken cancellationToken)
        where T : class
    {
        var deadline = new ModelDeadline(modelOptions.Value.Timeout, clock);
        while (!await takeLease(cancellationToken))
        {
            if (await findResult(cancellationToken) is { } found)
            {
                return found;
            }

            if (deadline.Left <= LookAgain)
            {
                throw new LanguageModelException(ModelFailure.Timeout);
            }

            await Task.Delay(LookAgain, clock, cancellationToken);
        }

        var isStored = false;
        try
        {
            (var result, isStored) = await RenewDuringAsync(takeLease, () => work(deadline, cancellationToken));

            return result;
        }
        finally
        {
            if (!isStored)
            {
                await releaseLease();
            }
        }
    }

    private async Task<T> RenewDuringAsync<T>(Func<CancellationToken, Task<bool>> takeLease, Func<Task<T>> work)
    {
        using var ending = new CancellationTokenSource();
        var renewing = RenewAsync();
        try
        {
            return await work();
        }
        finally
        {
            await ending.CancelAsync();
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task RenewAsync()
        {
            using var timer = new PeriodicTimer(options.Value.LeaseDuration / 3, clock);
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                await takeLease(ending.Token);
            }
        }
    }
}
