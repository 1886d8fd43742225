using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Authentication;

/// <summary>Access to <c>/diagnostics</c> and <c>/metrics</c>, section <c>Diagnostics</c>.</summary>
internal sealed class OperatorOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Diagnostics";

    /// <summary>The key that operators send as <c>X-Operator-Key</c>. Unlike API keys it needs no store.</summary>
    /// <value>Absent unless configured.</value>
    [MinLength(16, ErrorMessage = "It must have 16 characters at least.")]
    public string? OperatorKey { get; set; }

    /// <summary>
    /// Whether a caller on this machine needs no credentials. Switch it off behind a proxy on the same machine that adds no
    /// forwarding header: all its callers would seem to be on this machine.
    /// </summary>
    /// <value><see langword="true"/> unless configured.</value>
    public bool AllowLoopback { get; set; } = true;
}
