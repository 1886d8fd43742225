using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Http;

/// <summary>
/// A counter with one tag, on the meter of <see cref="Telemetry.Name"/>. All values of the tag are observed from the start:
/// a series that appears with its first increase shows no rate.
/// </summary>
internal sealed class LabeledCounter
{
    private readonly ConcurrentDictionary<string, long> _counts;

    public LabeledCounter(IMeterFactory meters, string name, string description, string tag, params IEnumerable<string> values)
    {
        _counts = new(values.Select(value => KeyValuePair.Create(value, 0L)));
        meters.Create(Telemetry.Name).CreateObservableCounter(
            name,
            () => _counts.Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>(tag, count.Key))),
            "{request}",
            description);
    }

    /// <summary>Counts a request.</summary>
    public void Increment(string value) => _counts.AddOrUpdate(value, 1, (_, count) => count + 1);
}
