namespace DealInsights.Infrastructure.OpenAi;

/// <summary>What of people a model is told.</summary>
internal sealed class PrivacyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Privacy";

    /// <summary>
    /// Whether placeholders stand for e-mail addresses, telephone numbers and payment card numbers in what a model is
    /// asked (see <see cref="Domain.Privacy.Redaction"/>). Answers have them back in their places. Insights that were made
    /// with it are kept apart from those that were made without.
    /// </summary>
    /// <value>False unless configured.</value>
    public bool RedactBeforeModel { get; set; }
}
