using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.OpenAi;

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
