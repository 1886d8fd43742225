using DealInsights.LoadTest.Measurement;

namespace DealInsights.LoadTest.Load;

/// <summary>
/// Asks a number of questions once each, or for some time, in their order, with as many under way as there are
/// connections.
/// </summary>
/// <param name="clock">Measures the run and its requests.</param>
/// <param name="connections">How many connections, each with one request under way at any time.</param>
/// <param name="timeout">How long each request may take before it has failed; it is not repeated.</param>
internal sealed class SoakLoad(TimeProvider clock, int connections, TimeSpan timeout)
{
    private int _answered;

    /// <summary>How many questions are done with: answered, or failed.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>
    /// Asks all, or until <paramref name="duration"/> is over; <paramref name="stop"/> ends it early, and what it broke
    /// off is not counted.
    /// </summary>
    public async Task<SoakMeasurement> RunAsync(
        SoakQuestions questions, TimeSpan? duration, CancellationToken stop)
    {
        using var client = new LoadClient(clock, connections);
        var turns = new Turns(questions.Count);

        var started = clock.GetTimestamp();
        var workers = Enumerable.Range(0, connections).Select(async _ =>
        {
            var tallies = NewTallies(questions);
            while (!stop.IsCancellationRequested
                && !(clock.GetElapsedTime(started) >= duration)
                && turns.TryTake(out var position))
            {
                var (endpoint, address) = questions[position];
                var outcome = await client.SendAsync(address, timeout, stop);
                if (stop.IsCancellationRequested)
                {
                    break;
                }

                tallies[endpoint].Record(outcome);
                Interlocked.Increment(ref _answered);
                await client.PauseAfterAsync(outcome);
            }

            return tallies;
        });

        var counted = await Task.WhenAll(workers);
        var elapsed = clock.GetElapsedTime(started);
        var all = NewTallies(questions);
        foreach (var (endpoint, tally) in counted.SelectMany(tallies => tallies))
        {
            all[endpoint].Add(tally);
        }

        return new SoakMeasurement(all, elapsed);
    }

    private static Dictionary<ContractEndpoint, RequestTally> NewTallies(SoakQuestions questions) =>
        questions.Endpoints.ToDictionary(endpoint => endpoint, _ => new RequestTally());
}

/// <summary>What all connections of a soak counted, and the time from its first request to its last answer.</summary>
internal sealed record SoakMeasurement(
    IReadOnlyDictionary<ContractEndpoint, RequestTally> Tallies, TimeSpan Elapsed);
