using DealInsights.Domain.Privacy;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Redaction of questions to the model, section <c>Privacy</c>.</summary>
internal sealed class PrivacyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Privacy";

    /// <summary>
    /// Whether placeholders replace e-mail addresses, telephone numbers and payment card numbers in questions (see
    /// <see cref="Redaction"/>). They are restored in answers. Insights with and without redaction have different
    /// fingerprints.
    /// </summary>
    /// <value>False unless configured.</value>
    public bool RedactBeforeModel { get; set; }
}

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
