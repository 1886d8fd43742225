namespace DealInsights.WebApi.V3;

/// <summary>What worries the buyer of a deal.</summary>
public sealed record ConcernsV3
{
    /// <summary>The assessments, in stored order; empty when there are none.</summary>
    public required IReadOnlyList<ConcernV3> Concerns { get; init; }

    /// <summary>Where they come from; null when there are none, or nothing says when they were recorded.</summary>
    public required ProvenanceV3? Provenance { get; init; }
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
}
