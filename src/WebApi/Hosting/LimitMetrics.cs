using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.Diagnostics;

namespace DealInsights.WebApi.Hosting;

/// <summary>Counts what the limits refuse and what they count, on the meter of <see cref="Telemetry.Name"/>.</summary>
internal sealed class LimitMetrics
{
    private readonly long[] _refused = new long[Enum.GetValues<Refusal>().Length];

    /// <summary>Makes the instrument with the host's meter factory, so that hosts in one process keep theirs apart.</summary>
    public LimitMetrics(IMeterFactory meters, TimingRecord record)
    {
        var meter = meters.Create(Telemetry.Name);
        // Observed, so that each reason is told as 0 from the start: what appears with its first increase shows none.
        meter.CreateObservableCounter(
            "dealinsights.requests.refused", Observe, "{request}", "Requests that a limit refused or ended.");
        // Instead of the framework's, which counts up and down with every request what is known anyway.
        meter.CreateObservableGauge(
            "dealinsights.requests.in_progress", () => record.InProgress, "{request}", "Requests that are being answered.");
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
