using DealInsights.Application;

namespace DealInsights.Infrastructure.IntegrationTests.Transfer;

/// <summary>Remembers what it is told, at once: the library's own tells it later, on another thread.</summary>
internal sealed class ProgressLog(Action? then = null) : IProgress<WorkProgress>
{
    public List<WorkProgress> Told { get; } = [];

    public void Report(WorkProgress value)
    {
        Told.Add(value);
        then?.Invoke();
    }
}
