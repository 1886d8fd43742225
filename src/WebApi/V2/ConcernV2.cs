using System.Text.Json.Serialization;

namespace DealInsights.WebApi.V2;

/// <summary>One assessment of what worries the buyer. A part that was not assessed is left out.</summary>
public sealed record ConcernV2
{
    /// <summary>The response for a deal without stored concerns: the flags say "N/A" and explain nothing.</summary>
    internal static IReadOnlyList<ConcernV2> NothingStored { get; } =
    [
        new ConcernV2
        {
            PricingConcerns = new PricingConcernV2 { HasConcerns = FlagV2.NotAvailable, Explanation = "" },
            NoDecisionMaker = new NoDecisionMakerV2 { IsIssue = FlagV2.NotAvailable, Explanation = "" },
            AlreadyHasVendor = new ExistingVendorV2 { HasVendor = FlagV2.NotAvailable, Explanation = "" },
        },
    ];

    /// <summary>Whether the price worries the buyer.</summary>
    [JsonPropertyName("pricing_concerns")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PricingConcernV2? PricingConcerns { get; init; }

    /// <summary>Whether nobody at the table may decide.</summary>
    [JsonPropertyName("no_decision_maker")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NoDecisionMakerV2? NoDecisionMaker { get; init; }

    /// <summary>Whether another vendor is in place.</summary>
    [JsonPropertyName("already_has_vendor")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExistingVendorV2? AlreadyHasVendor { get; init; }
}

/// <summary>Whether the price worries the buyer. A field that is not stored is left out.</summary>
public sealed record PricingConcernV2
{
    /// <summary>Yes or no; text such as "N/A" when nothing is stored, or when it was stored as text.</summary>
    [JsonPropertyName("has_concerns")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FlagV2? HasConcerns { get; init; }

    /// <summary>Why, in prose; may be empty.</summary>
    [JsonPropertyName("explanation")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Explanation { get; init; }
}

/// <summary>Whether nobody at the table may decide. A field that is not stored is left out.</summary>
public sealed record NoDecisionMakerV2
{
    /// <summary>Yes or no; text such as "N/A" when nothing is stored, or when it was stored as text.</summary>
    [JsonPropertyName("is_issue")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FlagV2? IsIssue { get; init; }

    /// <summary>Why, in prose; may be empty.</summary>
    [JsonPropertyName("explanation")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Explanation { get; init; }
}

/// <summary>Whether another vendor is in place. A field that is not stored is left out.</summary>
public sealed record ExistingVendorV2
{
    /// <summary>Yes or no; text such as "N/A" when nothing is stored, or when it was stored as text.</summary>
    [JsonPropertyName("has_vendor")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FlagV2? HasVendor { get; init; }

    /// <summary>Why, in prose; may be empty.</summary>
    [JsonPropertyName("explanation")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Explanation { get; init; }
}
