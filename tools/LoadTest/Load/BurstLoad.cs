using DealInsights.LoadTest.Measurement;

namespace DealInsights.LoadTest.Load;

/// <summary>
/// A number of requests sent at the same moment, each over a connection of its own that is opened for it, as when
/// users open their CRM cards at once. Neighbouring requests differ in endpoint and deal.
/// </summary>
/// <param name="clock">Measures the burst and its requests.</param>
/// <param name="addresses">The endpoints' addresses, in the order in which they take turns.</param>
/// <param name="timeout">How long the whole burst may take; what is unanswered then counts as a failure.</param>
internal sealed class BurstLoad(
    TimeProvider clock, IReadOnlyList<(ContractEndpoint Endpoint, DealAddresses Addresses)> addresses, TimeSpan timeout)
{
    private int _sent;

    /// <summary>Sends one burst and counts its answers into <paramref name="tallies"/>, by endpoint.</summary>
    /// <returns>From the release to the last answer; null, uncounted, when <paramref name="stop"/> ended it.</returns>
    public async Task<TimeSpan?> RunAsync(
        int atOnce, IReadOnlyDictionary<ContractEndpoint, RequestTally> tallies, CancellationToken stop)
    {
        using var client = new LoadClient(clock, atOnce);
        using var timedOut = new CancellationTokenSource(timeout, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(timedOut.Token, stop);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var requests = Enumerable.Range(0, atOnce).Select(_ => NextRequest()).ToList();
        var waiting = requests.Select(async request =>
        {
            await gate.Task;
            return await client.SendAsync(request.Address, giveUp.Token);
        }).ToList();

        var released = clock.GetTimestamp();
        gate.SetResult();
        var outcomes = await Task.WhenAll(waiting);
        var wholeBurst = clock.GetElapsedTime(released);
        if (stop.IsCancellationRequested)
        {
            return null;
        }

        foreach (var (request, outcome) in requests.Zip(outcomes))
        {
            tallies[request.Endpoint].Record(outcome);
        }

        return wholeBurst;
    }

    // Endpoints take turns; the deal moves on with each endpoint and again with each turn of all of them, so that no
    // pair of the two comes back before every deal has had its turn.
    private (ContractEndpoint Endpoint, Uri Address) NextRequest()
    {
        var (turn, position) = Math.DivRem(_sent++, addresses.Count);
        var (endpoint, deals) = addresses[position];
        return (endpoint, deals[turn + position]);
    }
}
