namespace DealInsights.Infrastructure.Insights;

/// <summary>Renews a lease in the background until it is disposed. Does not release the lease.</summary>
internal sealed class LeaseRenewal : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _renewing;

    private LeaseRenewal(Func<CancellationToken, Task> renew, TimeSpan interval, TimeProvider clock) =>
        _renewing = RenewAsync(renew, interval, clock);

    /// <summary>Starts to renew a lease, three times in its duration.</summary>
    public static LeaseRenewal Start(Func<CancellationToken, Task> renew, TimeSpan duration, TimeProvider clock) =>
        new(renew, duration / 3, clock);

    /// <summary>Returns a holder that no other attempt has.</summary>
    public static string NewHolder() => Guid.NewGuid().ToString("N");

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task RenewAsync(Func<CancellationToken, Task> renew, TimeSpan interval, TimeProvider clock)
    {
        using var timer = new PeriodicTimer(interval, clock);
        while (await timer.WaitForNextTickAsync(_ending.Token))
        {
            await renew(_ending.Token);
        }
    }
}
