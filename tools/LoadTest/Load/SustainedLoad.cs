using DealInsights.LoadTest.Measurement;

namespace DealInsights.LoadTest.Load;

/// <summary>
/// A closed loop: each connection sends its next request when the last is answered. It shows what a server can do at
/// a given number of connections; it cannot show the queue that builds up when users do not wait for each other.
/// </summary>
/// <param name="clock">Measures the run and its requests.</param>
/// <param name="connections">How many connections, each with one request under way at any time.</param>
/// <param name="timeout">How long, after the run's end, an answer may still take before it counts as a failure.</param>
internal sealed class SustainedLoad(TimeProvider clock, int connections, TimeSpan timeout)
{
    /// <summary>
    /// Loads one endpoint for <paramref name="duration"/>. <paramref name="stop"/> ends the run early; what was
    /// measured until then is returned, and what it broke off is not counted.
    /// </summary>
    public async Task<SustainedMeasurement> RunAsync(
        DealAddresses addresses, TimeSpan duration, CancellationToken stop)
    {
        using var client = new LoadClient(clock, connections);
        using var lastCall = new CancellationTokenSource(duration + timeout, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(lastCall.Token, stop);

        var started = clock.GetTimestamp();
        var workers = Enumerable.Range(0, connections).Select(async number =>
        {
            var counts = new SustainedCounts(duration);
            // Deals of its own: one after another, all connections would wait together for whatever is slow once.
            for (var position = number; clock.GetElapsedTime(started) < duration; position += connections)
            {
                var outcome = await client.SendAsync(
                    addresses[position], addresses.AreConditional, addresses.HeadersAt(position), giveUp.Token);
                if (stop.IsCancellationRequested)
                {
                    break;
                }

                counts.Record(outcome, clock.GetElapsedTime(started));
                await client.PauseAfterAsync(outcome);
            }

            return counts;
        });

        var counted = await Task.WhenAll(workers);
        return SustainedMeasurement.Of(counted, clock.GetElapsedTime(started));
    }
}
