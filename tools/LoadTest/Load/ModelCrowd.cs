using DealInsights.LoadTest.Measurement;

namespace DealInsights.LoadTest.Load;

/// <summary>
/// Keeps a number of requests in flight that only the model can answer, because each asks for the overview of a deal
/// that was not asked for before. They have connections of their own.
/// </summary>
/// <param name="clock">Measures the requests.</param>
/// <param name="calls">How many to keep in flight.</param>
/// <param name="addresses">One for each fresh deal; each is asked once.</param>
/// <param name="fresh">How many fresh deals there are.</param>
/// <param name="timeout">How long each request may take before it has failed.</param>
internal sealed class ModelCrowd(
    TimeProvider clock, int calls, Func<int, Uri> addresses, int fresh, TimeSpan timeout)
{
    private readonly Turns _turns = new(fresh);

    /// <summary>What came back, of all rounds.</summary>
    public RequestTally Tally { get; } = new();

    /// <summary>How many of the fresh deals were asked for.</summary>
    public int DealsUsed => _turns.Taken;

    /// <summary>Gathers the crowd, measures something while it is there, and waits until it has gone.</summary>
    /// <param name="measure">What to do meanwhile; its token ends it when the fresh deals run out.</param>
    /// <param name="gathering">
    /// The requests begin spread over so long: a crowd that began at one moment would be answered at one, too, and hit
    /// the service in waves.
    /// </param>
    /// <param name="stop">Ends all early; what it breaks off is not counted.</param>
    public async Task<CrowdRound> RunRoundAsync(
        Func<CancellationToken, Task> measure, TimeSpan gathering, CancellationToken stop)
    {
        using var client = new LoadClient(clock, calls);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var ranOut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var gauge = new InFlightGauge(clock);
        var began = clock.GetTimestamp();
        var workers = Enumerable.Range(0, calls)
            .Select(number => WorkAsync(client, gauge, gathering * number / calls, ranOut, over.Token, stop))
            .ToList();

        await Task.Delay(gathering, clock, ranOut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        gauge.Begin();
        if (!ranOut.IsCancellationRequested)
        {
            await measure(ranOut.Token);
        }

        var average = gauge.Average();
        var lasted = clock.GetElapsedTime(began);

        await over.CancelAsync();
        foreach (var tally in await Task.WhenAll(workers))
        {
            Tally.Add(tally);
        }

        return new CrowdRound(average, lasted, ranOut.IsCancellationRequested && !stop.IsCancellationRequested);
    }

    private async Task<RequestTally> WorkAsync(
        LoadClient client, InFlightGauge gauge, TimeSpan wait, CancellationTokenSource ranOut, CancellationToken over,
        CancellationToken stop)
    {
        var tally = new RequestTally();
        await Task.Delay(wait, clock, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!over.IsCancellationRequested)
        {
            if (!_turns.TryTake(out var position))
            {
                await ranOut.CancelAsync();
                break;
            }

            gauge.Add(1);
            var outcome = await client.SendAsync(addresses(position), timeout, stop);
            gauge.Add(-1);
            if (!stop.IsCancellationRequested)
            {
                tally.Record(outcome);
                await client.PauseAfterAsync(outcome);
            }
        }

        return tally;
    }
}

/// <summary>
/// How a round of the crowd went: the requests in flight on average while something was measured, its length from the
/// first request to the measurement's end, and whether the fresh deals ran out.
/// </summary>
internal sealed record CrowdRound(double AverageInFlight, TimeSpan Lasted, bool RanOut);
