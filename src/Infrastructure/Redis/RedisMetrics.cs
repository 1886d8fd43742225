using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;

namespace DealInsights.Infrastructure.Redis;

/// <summary>What Redis is asked and how it answers, on the meter of <see cref="Telemetry.Name"/>.</summary>
internal sealed class RedisMetrics
{
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;
    private volatile bool _isAvailable;

    /// <summary>Makes the instruments with the host's meter factory, so that hosts in one process keep theirs apart.</summary>
    public RedisMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        _calls = meter.CreateCounter<long>("dealinsights.redis.calls", "{call}", "What Redis was asked, and how it ended.");
        _duration = meter.CreateHistogram(
            "dealinsights.redis.duration",
            "s",
            "How long Redis was waited for.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5],
            });
        meter.CreateObservableGauge("dealinsights.redis.up", () => _isAvailable ? 1 : 0, description: "1 while Redis answers, else 0.");
    }

    /// <summary>Tells whether Redis answers.</summary>
    public void RecordAvailability(bool isAvailable) => _isAvailable = isAvailable;

    /// <summary>
    /// Counts a call that ended. Tags <c>operation</c>: get, set, remove; <c>outcome</c>: hit, miss, done, or why not:
    /// timeout, unavailable (no connection), refused (an error of Redis).
    /// </summary>
    public void RecordCall(string operation, string outcome, TimeSpan duration)
    {
        RecordCall(operation, outcome);
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("operation", operation));
    }

    /// <summary>Counts a call that was not made, since Redis does not answer: outcome <c>skipped</c>.</summary>
    public void RecordSkipped(string operation) => RecordCall(operation, "skipped");

    private void RecordCall(string operation, string outcome) => _calls.Add(
        1,
        new KeyValuePair<string, object?>("operation", operation),
        new KeyValuePair<string, object?>("outcome", outcome));
}
