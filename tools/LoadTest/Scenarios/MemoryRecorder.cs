using System.Diagnostics;
using System.Globalization;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>The service's memory at a moment.</summary>
internal sealed record MemorySample(double Seconds, double ResidentMebibytes, double HeapMebibytes);

/// <summary>Reads the service's memory from its <c>/metrics</c> once a second.</summary>
internal sealed class MemoryRecorder(Uri service) : IDisposable
{
    private const string Resident = "dotnet_process_memory_working_set_bytes";
    private const string Heap = "dotnet_gc_last_collection_heap_size_bytes"; // a line for each generation
    private const double BytesPerMebibyte = 1024 * 1024;

    private readonly HttpClient _http = new() { BaseAddress = service, Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<MemorySample> _samples = [];

    /// <summary>The samples in order of their time; empty when the service does not serve its metrics.</summary>
    public IReadOnlyList<MemorySample> Samples => _samples;

    /// <summary>Records until <paramref name="finish"/> is cancelled. A failed reading is left out.</summary>
    public async Task RunAsync(CancellationToken finish)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                if (await ReadAsync(finish) is { } metrics && SumOf(metrics, Resident) is { } resident)
                {
                    _samples.Add(new MemorySample(
                        Stopwatch.GetElapsedTime(started).TotalSeconds, resident, SumOf(metrics, Heap) ?? 0));
                }
            }
            while (await timer.WaitForNextTickAsync(finish));
        }
        catch (OperationCanceledException) when (finish.IsCancellationRequested)
        {
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Adds the values of a metric's lines (<c>name{labels} value [time]</c>), in MiB; null without lines.</summary>
    internal static double? SumOf(string metrics, string name)
    {
        var values = metrics.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ')
            .Select(line => line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Replace(name, "", StringComparison.Ordinal))
            .Select(rest => double.Parse(rest.Trim().Split(' ')[0], CultureInfo.InvariantCulture))
            .ToList();
        return values.Count == 0 ? null : values.Sum() / BytesPerMebibyte;
    }

    private async Task<string?> ReadAsync(CancellationToken finish)
    {
        try
        {
            return await _http.GetStringAsync("/metrics", finish);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return finish.IsCancellationRequested ? throw new OperationCanceledException(finish) : null;
        }
    }
}
