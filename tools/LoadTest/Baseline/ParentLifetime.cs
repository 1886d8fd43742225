using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DealInsights.LoadTest.Baseline;

/// <summary>
/// Ends the host when the process that started it ends, however that ends, so that no server is left behind. Ctrl+C,
/// which a terminal sends to both, is left to the parent: it still needs the server to end its round in order.
/// </summary>
internal sealed class ParentLifetime(int parentId, IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private PosixSignalRegistration? _ignoredInterrupt;
    private Task _watch = Task.CompletedTask;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _ignoredInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        _watch = StopAfterParentAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watch;
    }

    public void Dispose()
    {
        _ignoredInterrupt?.Dispose();
        _stopping.Dispose();
    }

    private async Task StopAfterParentAsync()
    {
        try
        {
            using var parent = Process.GetProcessById(parentId);
            await parent.WaitForExitAsync(_stopping.Token);
        }
        catch (Exception gone) when (gone is ArgumentException or OperationCanceledException)
        {
            // No such process: it ended before the watch began. Cancelled: the host stops for another reason.
        }

        application.StopApplication();
    }
}
