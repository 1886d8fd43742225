using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Http;

/// <summary>Which origins may call the API from a browser, section <c>Cors</c>.</summary>
internal sealed class CorsSettings : IValidatableObject
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Cors";

    /// <summary>The allowed origins, as browsers send them: scheme, host, port, no path (<c>https://crm.example</c>).</summary>
    /// <value>Empty unless configured: any origin in Development, none elsewhere.</value>
    public IList<string> AllowedOrigins { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => AllowedOrigins
        .Where(origin => !IsOrigin(origin))
        .Select(origin => new ValidationResult(
            $"'{origin}' is no origin: scheme, host and, where it is not the usual one, port; no slash at the end.",
            [nameof(AllowedOrigins)]));

    // Browsers send one spelling; any other would silently never match.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
