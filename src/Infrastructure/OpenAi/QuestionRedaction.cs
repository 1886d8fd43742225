using DealInsights.Domain.Privacy;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Takes personal data out of questions, where the service is set to.</summary>
internal sealed class QuestionRedaction(IOptions<PrivacyOptions> options)
{
    /// <summary>The version of what a model is asked with these instructions: <c>company-overview.v2+redaction.v1</c>.</summary>
    public string VersionOf(Prompt prompt) =>
        options.Value.RedactBeforeModel ? $"{prompt.Version}+{Redaction.Version}" : prompt.Version;

    /// <summary>The texts of one question as the model is to see them.</summary>
    public Redaction Of(IReadOnlyList<string> texts) =>
        options.Value.RedactBeforeModel ? Redaction.Of(texts) : Redaction.Nothing(texts);
}
