using DealInsights.Application.Transfer;

namespace DealInsights.Infrastructure.IntegrationTests.Transfer;

/// <summary>Remembers what it is told, at once: the library's own tells it later, on another thread.</summary>
internal sealed class ProgressLog(Action? then = null) : IProgress<TransferProgress>
{
    public List<TransferProgress> Told { get; } = [];

    public void Report(TransferProgress value)
    {
        Told.Add(value);
        then?.Invoke();
    }
}
