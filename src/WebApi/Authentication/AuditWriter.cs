using DealInsights.Application.Audit;

namespace DealInsights.WebApi.Authentication;

/// <summary>Writes the audit trail every second and when the host stops; removes expired records every hour.</summary>
internal sealed class AuditWriter(AuditTrail trail, TimeProvider clock) : BackgroundService
{
    private const int TicksBetweenRemovals = 3_600;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await trail.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            for (var tick = 0; await timer.WaitForNextTickAsync(stoppingToken); tick++)
            {
                await trail.FlushAsync(stoppingToken);
                if (tick % TicksBetweenRemovals == 0)
                {
                    await trail.RemoveExpiredAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops; StopAsync writes what is left.
        }
    }
}
