using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.HubSpot;

/// <summary>The app whose calls are answered when HubSpot signed them, section <c>HubSpot</c>; any of it asks for all of it.</summary>
internal sealed class HubSpotOptions : IValidatableObject
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "HubSpot";

    /// <summary>The app's client secrets: one, and during its rotation the next beside it.</summary>
    /// <value>Empty unless configured: signatures are not looked at.</value>
    public IList<string> ClientSecrets { get; } = [];

    /// <summary>
    /// The address of this service as HubSpot calls it, up to where the path begins: scheme and host, and what a proxy takes
    /// off the path; no slash at the end. Never taken from the request: whoever sends one chooses its Host header.
    /// </summary>
    /// <value>Absent unless configured.</value>
    public string? PublicBaseUrl { get; set; }

    /// <summary>The accounts (portals) whose users may ask: an app may be installed in others.</summary>
    /// <value>Empty unless configured.</value>
    public IList<string> PortalIds { get; } = [];

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
                "The address as HubSpot calls it is needed, without a slash at its end: https://deals.example.", [nameof(PublicBaseUrl)]);
        }

        if (PortalIds.Count == 0 || PortalIds.Any(portal => portal.Length == 0 || !portal.All(char.IsAsciiDigit)))
        {
            yield return new ValidationResult("The accounts that may ask are needed, by their numbers.", [nameof(PortalIds)]);
        }
    }
}
