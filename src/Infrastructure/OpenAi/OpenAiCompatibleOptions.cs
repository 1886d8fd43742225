using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The model of an OpenAI-compatible endpoint, section <c>OpenAICompatible</c>.</summary>
internal sealed class OpenAiCompatibleOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OpenAICompatible";

    /// <summary>The base URL, to which the client adds <c>/chat/completions</c>.</summary>
    /// <value>
    /// Absolute: <c>https://name.openai.azure.com/openai/v1</c>, <c>http://localhost:11434/v1</c>. Required with the model.
    /// </value>
    [Required, HttpUrl]
    public string? Endpoint { get; set; }

    /// <summary>The model's name at that endpoint.</summary>
    /// <value>Required with the endpoint.</value>
    [Required]
    public string? Model { get; set; }

    /// <summary>The key, sent as a bearer token.</summary>
    /// <value>Absent unless configured: a placeholder is sent, which servers without keys ignore.</value>
    public string? ApiKey { get; set; }
}
