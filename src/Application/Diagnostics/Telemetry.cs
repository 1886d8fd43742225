using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DealInsights.Application.Diagnostics;

/// <summary>The names under which this service's own traces and metrics are found.</summary>
public sealed class Telemetry : IDisposable
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "DealInsights";

    private readonly Histogram<double> _queryDuration;

    /// <summary>Makes the instruments with the host's meter factory, so that hosts in one process keep theirs apart.</summary>
    public Telemetry(IMeterFactory meters)
    {
        // The factory owns the meter and disposes it with the host.
        _queryDuration = meters.Create(Name).CreateHistogram(
            "dealinsights.query.duration",
            "s",
            "How long a query took from being sent to its answer or failure.",
            advice: new InstrumentAdvice<double>
            {
                // The targets users know are whole seconds; a stored answer takes well under a millisecond.
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30],
            });
    }

    /// <summary>Starts the spans of this service.</summary>
    public ActivitySource Source { get; } = new(Name);

    /// <summary>Counts a query in <c>dealinsights.query.duration</c> (seconds; tags <c>query</c> and <c>outcome</c>).</summary>
    public void RecordQuery(QueryTiming query) =>
        _queryDuration.Record(
            query.Duration.TotalSeconds,
            new("query", query.Name),
            new("outcome", NameOf(query.Outcome)));

    /// <summary>The spelling of an outcome in metrics, logs and headers.</summary>
    public static string NameOf(QueryOutcome outcome) => outcome switch
    {
        QueryOutcome.Ok => "ok",
        QueryOutcome.Invalid => "invalid",
        QueryOutcome.Cancelled => "cancelled",
        QueryOutcome.Failed => "failed",
        QueryOutcome.Remembered => "remembered",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
