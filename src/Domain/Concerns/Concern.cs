namespace DealInsights.Domain.Concerns;

/// <summary>One assessment of the buyer's concerns.</summary>
/// <param name="Pricing">Whether the price worries the buyer; <see langword="null"/> when not assessed.</param>
/// <param name="NoDecisionMaker">Whether nobody at the table may decide; <see langword="null"/> when not assessed.</param>
/// <param name="ExistingVendor">Whether another vendor is in place; <see langword="null"/> when not assessed.</param>
public sealed record Concern(ConcernFinding? Pricing, ConcernFinding? NoDecisionMaker, ConcernFinding? ExistingVendor);

/// <summary>The finding on one concern.</summary>
/// <param name="Flag">Whether the concern exists; <see langword="null"/> when not recorded.</param>
/// <param name="Explanation">Why, in prose; <see langword="null"/> when not recorded.</param>
public sealed record ConcernFinding(ConcernFlag? Flag, string? Explanation);
