namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Redaction of questions to the model, section <c>Privacy</c>.</summary>
internal sealed class PrivacyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Privacy";

    /// <summary>
    /// Whether placeholders replace e-mail addresses, telephone numbers and payment card numbers in questions (see
    /// <see cref="Domain.Privacy.Redaction"/>). They are restored in answers. Insights with and without redaction have
    /// different fingerprints.
    /// </summary>
    /// <value>False unless configured.</value>
    public bool RedactBeforeModel { get; set; }
}
