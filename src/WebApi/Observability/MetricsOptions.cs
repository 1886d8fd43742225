namespace DealInsights.WebApi.Observability;

/// <summary>Access to <c>/metrics</c>, section <c>Metrics</c>.</summary>
internal sealed class MetricsOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Metrics";

    /// <summary>Whether <c>/metrics</c> is public. Restrict who can reach it by the network then.</summary>
    /// <value>False unless configured: operators alone, as for <c>/diagnostics</c>.</value>
    public bool AllowRemote { get; set; }
}
