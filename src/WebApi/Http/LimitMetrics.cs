using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Http;

/// <summary>Counts the requests that the limits refuse.</summary>
internal sealed class LimitMetrics(IMeterFactory meters)
{
    /// <summary>Too many requests were in progress.</summary>
    public const string Busy = "busy";

    /// <summary>The client had sent too many requests.</summary>
    public const string Client = "client";

    /// <summary>The request took too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>The body was too large.</summary>
    public const string Body = "body";

    private readonly LabeledCounter _refused = new(
        meters, MetricNames.RequestsRefused, "Requests that a limit refused or ended.", "reason", Busy, Client, Timeout, Body);

    /// <summary>Counts a refused request, with one of the reasons above.</summary>
    public void RecordRefused(string reason) => _refused.Increment(reason);
}
