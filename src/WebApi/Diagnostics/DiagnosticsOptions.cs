using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Diagnostics;

/// <summary>Who may look at <c>/diagnostics</c>, section <c>Diagnostics</c>.</summary>
internal sealed class DiagnosticsOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Diagnostics";

    /// <summary>
    /// What operators send as <c>X-Operator-Key</c> from elsewhere; unlike API keys it is good while the store is away.
    /// </summary>
    /// <value>Absent unless configured.</value>
    [MinLength(16, ErrorMessage = "It must have 16 characters at least.")]
    public string? OperatorKey { get; set; }

    /// <summary>
    /// Whether a caller on this machine needs no key. Switch it off behind a proxy on the same machine that adds no
    /// forwarding header: everybody would seem to be here.
    /// </summary>
    /// <value><see langword="true"/> unless configured.</value>
    public bool AllowLoopback { get; set; } = true;
}
