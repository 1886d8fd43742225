using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DealInsights.Application.Diagnostics;

/// <summary>The activity source of this service, and the instruments that requests and queries record.</summary>
public sealed class Telemetry : IDisposable
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "DealInsights";

    /// <summary>The part of a query's duration that is spent in this process.</summary>
    public const string ServicePart = "service";

    private readonly Histogram<double> _queryDuration;
    private readonly Histogram<double> _queryPartDuration;
    private readonly UpDownCounter<long> _activeCalls;
    private readonly UpDownCounter<long> _requestsInProgress;

    /// <summary>Creates the instruments with the host's meter factory, which separates hosts in one process.</summary>
    public Telemetry(IMeterFactory meters)
    {
        // The factory owns the meter and disposes it with the host.
        var meter = meters.Create(Name);
        _queryDuration = meter.CreateHistogram(
            MetricNames.QueryDuration,
            "s",
            "Duration of a query from being sent to its result or failure.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30],
            });
        _queryPartDuration = meter.CreateHistogram(
            MetricNames.QueryPartDuration,
            "s",
            "Part of a query's duration: waiting for the database or the model, or in this process.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2, 5, 10, 30] });
        _activeCalls = meter.CreateUpDownCounter<long>(
            MetricNames.UpstreamActiveCalls, "{call}", "Calls to the database and to the model that are in progress.");
        _requestsInProgress = meter.CreateUpDownCounter<long>(
            MetricNames.RequestsInProgress, "{request}", "Requests that are in progress.");
    }

    /// <summary>Starts the spans of this service.</summary>
    public ActivitySource Source { get; } = new(Name);

    /// <summary>Counts a request that starts (1) or ends (-1).</summary>
    public void AddRequest(int change) => _requestsInProgress.Add(change);

    /// <summary>Records a query that ended, with tags <c>query</c> and <c>outcome</c>, and its parts, with tags <c>query</c> and <c>part</c>.</summary>
    public void RecordQuery(QueryTiming query)
    {
        _queryDuration.Record(
            query.Duration.TotalSeconds, new("query", query.Name), new("outcome", query.Outcome.ToTag()));
        RecordPart(query.Name, Upstream.Database.ToTag(), query.Database);
        RecordPart(query.Name, Upstream.Model.ToTag(), query.Model);
        RecordPart(query.Name, ServicePart, query.Own);
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();

    /// <summary>Counts a call that starts (1) or ends (-1).</summary>
    internal void AddCall(Upstream upstream, int change) =>
        _activeCalls.Add(change, new KeyValuePair<string, object?>("upstream", upstream.ToTag()));

    private void RecordPart(string query, string part, TimeSpan? duration)
    {
        if (duration is { } time)
        {
            _queryPartDuration.Record(time.TotalSeconds, new("query", query), new("part", part));
        }
    }
}
