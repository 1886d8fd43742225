using System.Security.Cryptography;
using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// Keeps instances that share a store from asking the model the same at the same time. A lease saves money and nothing
/// else: where the store cannot give one, work goes on without.
/// </summary>
internal sealed partial class InsightLeases(
    IInsightStore store,
    IOptions<InsightOptions> options,
    RandomNumberGenerator random,
    TimeProvider clock,
    ILogger<InsightLeases> logger)
{
    private readonly TimeProvider _clock = clock;

    private const int HolderBytes = 16;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private TimeSpan RenewalInterval => options.Value.LeaseDuration / 3;

    /// <summary>Takes those of some leases that nobody else holds, and renews them until the result is disposed.</summary>
    public async Task<HeldLeases> TakeFreeAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var bytes = new byte[HolderBytes];
        random.GetBytes(bytes);
        var holder = Convert.ToHexStringLower(bytes);
        var taken = await Task.WhenAll(names.Select(async name =>
            (Name: name, IsHeld: await TryTakeAsync(name, holder, cancellationToken))));

        return new HeldLeases(this, holder, taken.Where(lease => lease.IsHeld).Select(lease => lease.Name).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Waits a little before a lease that another instance holds is looked at again.</summary>
    /// <exception cref="LanguageModelException">The deadline comes first.</exception>
    public Task WaitAsync(ModelDeadline deadline, CancellationToken cancellationToken) =>
        deadline.Left > LookAgain
            ? Task.Delay(LookAgain, _clock, cancellationToken)
            : throw new LanguageModelException(ModelFailure.Timeout);

    private async Task<bool> TryTakeAsync(string name, string holder, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TryTakeLeaseAsync(name, holder, options.Value.LeaseDuration, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNoLease(failure);
            return true;
        }
    }

    private async Task ReleaseAsync(string name, string holder)
    {
        try
        {
            await store.ReleaseLeaseAsync(name, holder, CancellationToken.None);
        }
        catch (Exception failure)
        {
            // It runs out by itself.
            LogNoLease(failure);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "LeaseFailed", Level = LogLevel.Warning,
        Message = "The store keeps no leases at the moment; instances may ask the language model the same at once")]
    private partial void LogNoLease(Exception failure);

    /// <summary>Leases that are renewed until this is disposed, which gives them back.</summary>
    internal sealed class HeldLeases : IAsyncDisposable
    {
        private readonly InsightLeases _leases;
        private readonly string _holder;
        private readonly CancellationTokenSource _done = new();
        private readonly Task _renewing;

        public HeldLeases(InsightLeases leases, string holder, IReadOnlySet<string> names)
        {
            _leases = leases;
            _holder = holder;
            Names = names;
            _renewing = RenewAsync();
        }

        /// <summary>What is held; the others are held by another instance.</summary>
        public IReadOnlySet<string> Names { get; }

        public async ValueTask DisposeAsync()
        {
            await _done.CancelAsync();
            await _renewing;
            await Task.WhenAll(Names.Select(name => _leases.ReleaseAsync(name, _holder)));
            _done.Dispose();
        }

        private async Task RenewAsync()
        {
            if (Names.Count == 0)
            {
                return;
            }

            using var timer = new PeriodicTimer(_leases.RenewalInterval, _leases._clock);
            try
            {
                while (await timer.WaitForNextTickAsync(_done.Token))
                {
                    await Task.WhenAll(Names.Select(name => _leases.TryTakeAsync(name, _holder, _done.Token)));
                }
            }
            catch (OperationCanceledException)
            {
                // They are given back.
            }
        }
    }
}
