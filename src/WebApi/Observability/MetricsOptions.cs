namespace DealInsights.WebApi.Observability;

/// <summary>Who may read <c>/metrics</c>, section <c>Metrics</c>.</summary>
internal sealed class MetricsOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Metrics";

    /// <summary>Whether callers from other machines may.</summary>
    /// <value>False unless configured: loopback alone.</value>
    public bool AllowRemote { get; set; }
}
