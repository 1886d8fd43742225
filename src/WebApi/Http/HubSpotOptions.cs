using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Http;

/// <summary>The HubSpot app whose signed requests are accepted, section <c>HubSpot</c>. Any setting requires all of them.</summary>
internal sealed class HubSpotOptions : IValidatableObject
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "HubSpot";

    /// <summary>The app's client secrets: one, and two while it is rotated.</summary>
    /// <value>Empty unless configured: signatures are ignored.</value>
    public IList<string> ClientSecrets { get; } = [];

    /// <summary>
    /// The public URL of this service up to the path: scheme, host, and the prefix that a proxy removes, without a slash at
    /// the end. Signatures are verified with it, and redirects to https lead to it: a client chooses its own Host header.
    /// </summary>
    /// <value>Absent unless configured.</value>
    public string? PublicBaseUrl { get; set; }

    /// <summary>The accounts (portals) whose users are accepted. The app may be installed in others.</summary>
    /// <value>Empty unless configured.</value>
    public IList<string> PortalIds { get; } = [];

    /// <summary>Whether signatures are verified.</summary>
    public bool IsConfigured => ClientSecrets.Count > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ClientSecrets.Count == 0 && PublicBaseUrl is null && PortalIds.Count == 0)
        {
            yield break;
        }

        if (ClientSecrets.Count == 0 || ClientSecrets.Any(secret => secret.Length < 16))
        {
            yield return new ValidationResult(
                "The app's client secret is needed, of 16 characters at least; two while it is rotated.", [nameof(ClientSecrets)]);
        }

        if (!Uri.TryCreate(PublicBaseUrl, UriKind.Absolute, out var address)
            || address.Scheme != Uri.UriSchemeHttps
            || address.Query.Length > 0
            || PublicBaseUrl.EndsWith('/'))
        {
            yield return new ValidationResult(
                "The URL that HubSpot calls is needed, without a slash at its end: https://deals.example.", [nameof(PublicBaseUrl)]);
        }

        if (PortalIds.Count == 0 || PortalIds.Any(portal => portal.Length == 0 || !portal.All(char.IsAsciiDigit)))
        {
            yield return new ValidationResult("The accounts whose users are accepted are needed, by their numbers.", [nameof(PortalIds)]);
        }
    }
}
