using System.Diagnostics;

namespace DealInsights.LoadTest.Load;

/// <summary>What one round of load measured.</summary>
internal sealed record Round(Tally Tally, TimeSpan Elapsed)
{
    /// <summary>Successful requests a second.</summary>
    public double RequestsPerSecond => Elapsed > TimeSpan.Zero ? Tally.Succeeded / Elapsed.TotalSeconds : 0;
}

/// <summary>Keeps a number of connections busy: each sends its next request when it has a response.</summary>
/// <param name="connections">How many.</param>
/// <param name="timeout">A request without a response for so long has failed.</param>
/// <param name="rampUp">
/// The connections begin evenly spread over this time. Requests that begin together and wait equally long for the model
/// would go on to hit the service together.
/// </param>
internal sealed class ClosedLoop(int connections, TimeSpan timeout, TimeSpan rampUp = default)
{
    /// <summary>After a request without a response the server may be gone, and asking on would only spin.</summary>
    private static readonly TimeSpan PauseWithoutResponse = TimeSpan.FromMilliseconds(100);

    private int _inFlight;

    /// <summary>Requests that wait for their response now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Asks for the addresses round and round for some time.</summary>
    public async Task<Round> RunAsync(IReadOnlyList<Uri> addresses, TimeSpan duration, CancellationToken stop)
    {
        using var finish = new CancellationTokenSource(duration);
        return await RunAsync(position => addresses[position % addresses.Count], finish.Token, stop);
    }

    /// <summary>Asks for each address once.</summary>
    public Task<Round> RunOnceAsync(IReadOnlyList<Uri> addresses, CancellationToken stop) => RunAsync(
        position => position < addresses.Count ? addresses[position] : null, CancellationToken.None, stop);

    /// <summary>Asks for one address after the other.</summary>
    /// <param name="addressAt">The address for a position from 0; null ends the round.</param>
    /// <param name="finish">Ends the round; requests in flight are still waited for.</param>
    /// <param name="stop">Breaks everything off.</param>
    public async Task<Round> RunAsync(Func<int, Uri?> addressAt, CancellationToken finish, CancellationToken stop)
    {
        using var client = new LoadClient(connections, timeout);
        var position = -1;
        var started = Stopwatch.GetTimestamp();
        var tallies = await Task.WhenAll(Enumerable.Range(0, connections).Select(WorkAsync));
        return new Round(Tally.Sum(tallies), Stopwatch.GetElapsedTime(started));

        async Task<Tally> WorkAsync(int connection)
        {
            var tally = new Tally();
            await Task.Delay(rampUp * connection / connections, stop);
            while (!finish.IsCancellationRequested && addressAt(Interlocked.Increment(ref position)) is { } address)
            {
                Interlocked.Increment(ref _inFlight);
                var outcome = await client.SendAsync(address, stop);
                Interlocked.Decrement(ref _inFlight);
                tally.Record(outcome);
                if (!outcome.HasResponse)
                {
                    await Task.Delay(PauseWithoutResponse, stop);
                }
            }

            return tally;
        }
    }
}
