using System.Globalization;

namespace DealInsights.LoadTest.Load;

/// <summary>Looks at the service's <c>/metrics</c> for the size of its managed heap, now and then.</summary>
internal sealed class HeapReading(Uri baseAddress, TimeProvider clock) : IDisposable
{
    // One line for each generation.
    private const string Metric = "dotnet_gc_last_collection_heap_size_bytes{";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new() { BaseAddress = baseAddress, Timeout = Interval };

    /// <summary>After the last collection; null while the service has not told.</summary>
    public long? Bytes { get; private set; }

    /// <summary>Looks again and again until stopped. A service that does not tell is no failure.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                Bytes = await ReadAsync(stop) ?? Bytes;
                await Task.Delay(Interval, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<long?> ReadAsync(CancellationToken stop)
    {
        try
        {
            var lines = (await _http.GetStringAsync("/metrics", stop)).Split('\n');
            var generations = lines.Where(line => line.StartsWith(Metric, StringComparison.Ordinal)).ToList();

            return generations.Count == 0 ? null : generations.Sum(ValueOf);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return null;
        }
    }

    // "name{labels} value", and a time after it where the exporter gives one.
    private static long ValueOf(string line) =>
        (long)double.Parse(line[(line.IndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
}
