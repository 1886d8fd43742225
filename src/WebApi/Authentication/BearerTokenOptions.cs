using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Authentication;

/// <summary>The issuer of accepted bearer tokens, section <c>OpenIdConnect</c>; authority and audience belong together.</summary>
internal sealed class BearerTokenOptions : IValidatableObject
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "OpenIdConnect";

    /// <summary>The issuer's URL, under which it publishes <c>/.well-known/openid-configuration</c>.</summary>
    /// <value>Absent unless configured: no token is accepted.</value>
    public string? Authority { get; set; }

    /// <summary>The audience that tokens for this service name.</summary>
    /// <value>Absent unless configured.</value>
    public string? Audience { get; set; }

    /// <summary>The claim that lists roles: <c>reader</c>, <c>operator</c>, <c>admin</c>.</summary>
    /// <value><c>roles</c> unless configured.</value>
    [Required]
    public string RoleClaim { get; set; } = "roles";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Authority) != string.IsNullOrWhiteSpace(Audience))
        {
            yield return new ValidationResult("Both are needed, or neither.", [nameof(Authority), nameof(Audience)]);
        }
        else if (!string.IsNullOrWhiteSpace(Authority) && !IsSafe(Authority))
        {
            yield return new ValidationResult("It must be a URL that begins with https://.", [nameof(Authority)]);
        }
    }

    // The published keys decide which tokens are valid, so they must not be changed in transit.
    private static bool IsSafe(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
