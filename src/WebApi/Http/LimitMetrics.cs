using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Http;

/// <summary>Counts the requests that the limits refuse, on the meter of <see cref="Telemetry.Name"/>.</summary>
internal sealed class LimitMetrics
{
    private readonly long[] _refused = new long[Enum.GetValues<Refusal>().Length];

    /// <summary>Makes the instrument with the host's meter factory, so that hosts in one process keep theirs apart.</summary>
    public LimitMetrics(IMeterFactory meters)
    {
        // All reasons are observed from the start: a series that appears with its first increase shows no rate.
        meters.Create(Telemetry.Name).CreateObservableCounter(
            MetricNames.RequestsRefused, Observe, "{request}", "Requests that a limit refused or ended.");
    }

    /// <summary>Counts a refused request. Tag <c>reason</c>.</summary>
    public void RecordRefused(Refusal reason) => Interlocked.Increment(ref _refused[(int)reason]);

    private IEnumerable<Measurement<long>> Observe() => Enum.GetValues<Refusal>().Select(reason => new Measurement<long>(
        Interlocked.Read(ref _refused[(int)reason]), new KeyValuePair<string, object?>("reason", NameOf(reason))));

    private static string NameOf(Refusal reason) => reason switch
    {
        Refusal.Busy => "busy",
        Refusal.Client => "client",
        Refusal.Timeout => "timeout",
        Refusal.Body => "body",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };
}

/// <summary>Why a request was refused.</summary>
internal enum Refusal
{
    /// <summary>Too many were in progress.</summary>
    Busy,

    /// <summary>Its client had sent too many.</summary>
    Client,

    /// <summary>It took too long.</summary>
    Timeout,

    /// <summary>Its body was too large.</summary>
    Body,
}
