using DealInsights.Application.Access.Keys;

namespace DealInsights.WebApi.Security;

/// <summary>Writes down once a minute which keys were used, and at the end what is left.</summary>
internal sealed class KeyUseWriter(KeyUse use, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await use.WriteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await use.WriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The end, of which StopAsync takes care.
        }
    }
}
