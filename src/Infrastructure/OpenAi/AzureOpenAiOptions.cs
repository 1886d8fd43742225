using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The Azure OpenAI deployment and its credentials, section <c>AzureOpenAI</c>.</summary>
internal sealed class AzureOpenAiOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AzureOpenAI";

    /// <summary>The URL of the resource.</summary>
    /// <value>Absolute, <c>https://name.openai.azure.com</c>. Required with the deployment.</value>
    [Required, HttpUrl]
    public string? Endpoint { get; set; }

    /// <summary>The name of the deployment.</summary>
    /// <value>Required with the endpoint.</value>
    [Required]
    public string? Deployment { get; set; }

    /// <summary>A key of the resource.</summary>
    /// <value>Absent unless configured: then the process authenticates with its Entra identity.</value>
    public string? ApiKey { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var endpoint = new Uri(Endpoint!);
        if (string.IsNullOrWhiteSpace(ApiKey) && endpoint.Scheme != Uri.UriSchemeHttps && !endpoint.IsLoopback)
        {
            yield return new ValidationResult(
                "The endpoint must be https where no AzureOpenAI__ApiKey is set, because it receives an identity's token.",
                [nameof(Endpoint)]);
        }
    }
}

/// <summary>Requires an absolute URL with the scheme http or https.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpUrlAttribute() : ValidationAttribute("The {0} must be an absolute http(s) URL.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        Uri.TryCreate(value as string, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
