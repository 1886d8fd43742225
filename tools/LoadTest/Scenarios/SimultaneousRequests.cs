using System.Diagnostics;
using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>Requests that are sent at the same moment, each over a connection of its own.</summary>
internal static class SimultaneousRequests
{
    /// <summary>Sends them all and returns the outcomes; the elapsed time ends with the last response.</summary>
    public static async Task<Round> SendAsync(
        IReadOnlyList<Uri> addresses, TimeSpan timeout, CancellationToken stop)
    {
        using var client = new LoadClient(addresses.Count, timeout);
        var started = Stopwatch.GetTimestamp();
        var outcomes = await Task.WhenAll(addresses.Select(address => client.SendAsync(address, stop)));
        var elapsed = Stopwatch.GetElapsedTime(started);

        var tally = new Tally();
        foreach (var outcome in outcomes)
        {
            tally.Record(outcome);
        }

        return new Round(tally, elapsed);
    }
}
