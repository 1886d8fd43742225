using System.Diagnostics;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.Runs;

/// <summary>Writes down what a process holds while it works. Not safe for concurrent use.</summary>
/// <param name="clock">Measures the time since the sampler was made.</param>
/// <param name="process">Null: nothing is written down.</param>
/// <param name="answered">Tells how much work is done.</param>
/// <param name="heapBytes">Tells the size of the managed heap, as far as it is known.</param>
internal sealed class ProcessSampler(
    TimeProvider clock, Process? process, Func<int> answered, Func<long?> heapBytes)
{
    private readonly List<ProcessSample> _samples = [];
    private readonly long _started = clock.GetTimestamp();

    public IReadOnlyList<ProcessSample> Samples => _samples;

    /// <summary>Set when the work is done and the process is only watched on.</summary>
    public bool IsSettling { get; set; }

    /// <summary>Takes one sample, unless the process has ended.</summary>
    public void Take()
    {
        // Counted before the reading: a mark must not be given for work that came after it.
        var done = answered();
        if (process is not null && ProcessReading.Of(process) is { } reading)
        {
            _samples.Add(new ProcessSample
            {
                Seconds = clock.GetElapsedTime(_started).TotalSeconds,
                Answered = done,
                ResidentBytes = reading.ResidentBytes,
                HeapBytes = heapBytes(),
                Threads = reading.Threads,
                Handles = reading.Handles,
                IsSettling = IsSettling,
            });
        }
    }

    /// <summary>Takes a sample every <paramref name="interval"/>, the first after one, until stopped.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Take();
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}
