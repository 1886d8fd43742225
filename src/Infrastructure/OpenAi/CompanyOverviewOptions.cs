using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>How overviews are written by the model and refreshed, section <c>CompanyOverview</c>.</summary>
internal sealed class CompanyOverviewOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "CompanyOverview";

    /// <summary>
    /// Whether a stale overview is returned at once, marked as stale, and refreshed in the background; otherwise the caller
    /// waits for the new one.
    /// </summary>
    /// <value>True unless configured.</value>
    public bool StaleWhileRevalidate { get; set; } = true;

    /// <summary>How many overviews may be queued for a refresh; others are queued by their next request.</summary>
    /// <value>1,000 unless configured.</value>
    [Range(1, 1_000_000)]
    public int RefreshQueueLength { get; set; } = 1_000;

    /// <summary>How many refreshes run at once, within <see cref="LanguageModelOptions.MaxConcurrency"/>.</summary>
    /// <value>8 unless configured.</value>
    [Range(1, 1_000)]
    public int RefreshConcurrency { get; set; } = 8;

    /// <summary>
    /// The most tokens of transcript in one question; a longer one ends at a sentence. The contract's 10,000 characters
    /// are about 2,500 tokens of English, and up to twice their number in other scripts.
    /// </summary>
    /// <value>10,000 unless configured.</value>
    [Range(100, 1_000_000)]
    public int MaxInputTokens { get; set; } = 10_000;
}

/// <summary>The seller, section <c>Seller</c>.</summary>
internal sealed class SellerOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Seller";

    /// <summary>The seller's name in prompts.</summary>
    /// <value>"the seller" unless configured; not blank.</value>
    [Required]
    public string Name { get; set; } = "the seller";
}
