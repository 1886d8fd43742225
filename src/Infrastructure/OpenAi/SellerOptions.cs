using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Who sells.</summary>
internal sealed class SellerOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Seller";

    /// <summary>The seller's name as prompts give it, so that the model knows who is buying from whom.</summary>
    /// <value>"the seller" unless configured; not blank.</value>
    [Required]
    public string Name { get; set; } = "the seller";
}
