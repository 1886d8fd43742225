using DealInsights.Application.Concerns.GetDealConcerns;

namespace DealInsights.WebApi.V3;

/// <summary>What worries the buyer of a deal.</summary>
public sealed record ConcernsV3
{
    /// <summary>The assessments, in stored order; empty when there are none.</summary>
    public required IReadOnlyList<ConcernV3> Concerns { get; init; }

    /// <summary>Where they come from; null when there are none, or nothing says when they were recorded.</summary>
    public required ProvenanceV3? Provenance { get; init; }

    internal static ConcernsV3 From(DealConcerns concerns) => new()
    {
        Concerns = [.. concerns.Concerns.Select(ConcernV3.From)],
        Provenance = ProvenanceV3.From(concerns.Provenance),
    };
}

/// <summary>One assessment of what worries the buyer.</summary>
public sealed record ConcernV3
{
    /// <summary>Whether the price worries the buyer; null when that was not assessed.</summary>
    public required FindingV3? Pricing { get; init; }

    /// <summary>Whether nobody at the table may decide; null when that was not assessed.</summary>
    public required FindingV3? NoDecisionMaker { get; init; }

    /// <summary>Whether another vendor is in place; null when that was not assessed.</summary>
    public required FindingV3? ExistingVendor { get; init; }

    internal static ConcernV3 From(AssessedConcern concern) => new()
    {
        Pricing = FindingV3.From(concern.Pricing),
        NoDecisionMaker = FindingV3.From(concern.NoDecisionMaker),
        ExistingVendor = FindingV3.From(concern.ExistingVendor),
    };
}

/// <summary>The finding on one concern.</summary>
public sealed record FindingV3
{
    /// <summary>Whether the concern exists; null when nothing is recorded that says yes or no.</summary>
    public required bool? Exists { get; init; }

    /// <summary>Why, in prose; null when not recorded.</summary>
    public required string? Explanation { get; init; }

    /// <summary>Where it was said. Empty for what was assessed elsewhere and recorded without its quotes.</summary>
    public required IReadOnlyList<EvidenceV3> Evidence { get; init; }

    internal static FindingV3? From(AssessedFinding? finding) => finding is null
        ? null
        : new FindingV3 { Exists = finding.Exists, Explanation = finding.Explanation, Evidence = [] };
}
