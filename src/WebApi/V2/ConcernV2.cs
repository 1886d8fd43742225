using System.Text.Json.Serialization;
using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Domain.Concerns;

namespace DealInsights.WebApi.V2;

/// <summary>One assessment of what worries the buyer. A part that was not assessed is left out.</summary>
public sealed record ConcernV2
{
    private const string NotAvailable = "N/A";

    private static readonly IReadOnlyList<ConcernV2> NothingStored =
    [
        From(new ConcernAssessment(
            new ConcernFinding(ConcernFlag.Of(NotAvailable), ""),
            new ConcernFinding(ConcernFlag.Of(NotAvailable), ""),
            new ConcernFinding(ConcernFlag.Of(NotAvailable), ""))),
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

    internal static IReadOnlyList<ConcernV2> From(IReadOnlyList<ConcernAssessment> concerns) =>
        concerns.Count == 0 ? NothingStored : [.. concerns.Select(From)];

    private static ConcernV2 From(ConcernAssessment concern) => new()
    {
        PricingConcerns = concern.Pricing is { } pricing
            ? new PricingConcernV2 { HasConcerns = FlagV2.From(pricing.Flag), Explanation = pricing.Explanation }
            : null,
        NoDecisionMaker = concern.NoDecisionMaker is { } decision
            ? new NoDecisionMakerV2 { IsIssue = FlagV2.From(decision.Flag), Explanation = decision.Explanation }
            : null,
        AlreadyHasVendor = concern.ExistingVendor is { } vendor
            ? new ExistingVendorV2 { HasVendor = FlagV2.From(vendor.Flag), Explanation = vendor.Explanation }
            : null,
    };
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
