using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The Azure OpenAI deployment and its credentials, section <c>AzureOpenAI</c>.</summary>
internal sealed class AzureOpenAiOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AzureOpenAI";

    /// <summary>The URL of the resource.</summary>
    /// <value>Absolute, <c>https://name.openai.azure.com</c>. Required with the deployment.</value>
    public string? Endpoint { get; set; }

    /// <summary>The name of the deployment.</summary>
    /// <value>Required with the endpoint.</value>
    public string? Deployment { get; set; }

    /// <summary>A key of the resource.</summary>
    /// <value>Absent unless configured: then the process authenticates with its Entra identity.</value>
    public string? ApiKey { get; set; }
}

/// <summary>Rejects an incomplete configuration.</summary>
internal sealed class AzureOpenAiOptionsValidator : IValidateOptions<AzureOpenAiOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AzureOpenAiOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!EndpointSetting.IsUsable(options.Endpoint))
        {
            result.AddError(
                "AzureOpenAI__Endpoint must be an absolute http(s) address, such as https://name.openai.azure.com.");
        }
        else if (string.IsNullOrWhiteSpace(options.ApiKey) && !IsSafeForTokens(new Uri(options.Endpoint)))
        {
            result.AddError(
                "AzureOpenAI__Endpoint must be https where no AzureOpenAI__ApiKey is set: "
                + "an identity's token is not sent in the clear.");
        }

        if (string.IsNullOrWhiteSpace(options.Deployment))
        {
            result.AddError("AzureOpenAI__Deployment must name the deployment to ask.");
        }

        return result.Build();
    }

    private static bool IsSafeForTokens(Uri endpoint) => endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback;
}
