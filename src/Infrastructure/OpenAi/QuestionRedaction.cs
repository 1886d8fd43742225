using DealInsights.Domain.Privacy;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Redacts personal data in questions, if configured.</summary>
internal sealed class QuestionRedaction(IOptions<PrivacyOptions> options)
{
    /// <summary>The version of questions with these instructions: <c>company-overview.v2+redaction.v1</c>.</summary>
    public string VersionOf(Prompt prompt) =>
        options.Value.RedactBeforeModel ? $"{prompt.Version}+{Redaction.Version}" : prompt.Version;

    /// <summary>Returns the texts of one question as they are sent to the model.</summary>
    public Redaction Of(IReadOnlyList<string> texts) =>
        options.Value.RedactBeforeModel ? Redaction.Of(texts) : Redaction.Nothing(texts);
}
