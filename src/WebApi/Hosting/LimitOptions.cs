using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Hosting;

/// <summary>How much the service takes on at once, section <c>Limits</c>.</summary>
internal sealed class LimitOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Limits";

    /// <summary>How many requests may be in progress; more are queued or refused with 503.</summary>
    /// <value>1000 unless configured, as in the service that this one replaces.</value>
    [Range(1, 1_000_000)]
    public int MaxConcurrentRequests { get; set; } = 1000;

    /// <summary>How many requests may wait for a place, oldest first.</summary>
    /// <value>0 unless configured: refuse at once.</value>
    [Range(0, 1_000_000)]
    public int QueueLength { get; set; }
}
