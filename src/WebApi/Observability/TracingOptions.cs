using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Observability;

/// <summary>Which requests are traced, section <c>Tracing</c>. <c>OTEL_TRACES_SAMPLER</c> overrides it.</summary>
internal sealed class TracingOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Tracing";

    /// <summary>The share of requests that are traced, from 0 to 1, when their caller does not decide.</summary>
    /// <value>0.1 unless configured.</value>
    [Range(0.0, 1.0)]
    public double SampleRatio { get; set; } = 0.1;
}
