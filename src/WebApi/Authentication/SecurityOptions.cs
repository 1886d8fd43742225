using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Authentication;

/// <summary>Which callers are accepted, section <c>Security</c>.</summary>
internal sealed class SecurityOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Security";

    /// <summary>Whether requests without credentials may read deals.</summary>
    /// <value>Unless configured: <see langword="true"/> in Development, <see langword="false"/> elsewhere.</value>
    public bool? AllowAnonymous { get; set; }

    /// <summary>Whether API keys are accepted (<c>keys create</c> makes them).</summary>
    /// <value>Unless configured: <see langword="true"/> in Development, <see langword="false"/> elsewhere.</value>
    public bool? ApiKeys { get; set; }

    /// <summary>
    /// How many requests with wrong credentials one client address may send within a minute; more are refused with 429
    /// instead of 401. Right credentials are always accepted.
    /// </summary>
    /// <value>20 unless configured.</value>
    [Range(1, 1_000_000)]
    public int FailedAttemptsPerMinute { get; set; } = 20;
}
