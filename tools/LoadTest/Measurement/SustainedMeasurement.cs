using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Measurement;

/// <summary>What one connection of a sustained run counts. Not safe for concurrent use.</summary>
internal sealed class SustainedCounts(TimeSpan duration)
{
    public RequestTally Tally { get; } = new();

    public ThroughputTimeline Timeline { get; } = new(duration);

    public void Record(in RequestOutcome outcome, TimeSpan sinceStart)
    {
        Tally.Record(outcome);
        if (outcome.Failure is null)
        {
            Timeline.Record(sinceStart);
        }
    }
}

/// <summary>
/// What all connections of one sustained run counted together, and the time from the first request to the last answer.
/// </summary>
internal sealed record SustainedMeasurement(RequestTally Tally, ThroughputTimeline Timeline, TimeSpan Elapsed)
{
    /// <summary>Good answers a second: failures do not count as work done.</summary>
    public double RequestsPerSecond => Elapsed > TimeSpan.Zero ? Tally.Latency.Count / Elapsed.TotalSeconds : 0;

    public static SustainedMeasurement Of(IReadOnlyList<SustainedCounts> connections, TimeSpan elapsed)
    {
        var (tally, timeline) = (connections[0].Tally, connections[0].Timeline);
        foreach (var other in connections.Skip(1))
        {
            tally.Add(other.Tally);
            timeline.Add(other.Timeline);
        }

        return new SustainedMeasurement(tally, timeline, elapsed);
    }
}
