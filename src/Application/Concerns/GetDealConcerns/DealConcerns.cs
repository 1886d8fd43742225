using DealInsights.Application.Answers;

namespace DealInsights.Application.Concerns.GetDealConcerns;

/// <summary>What worries the buyer of a deal.</summary>
/// <param name="Concerns">In stored order; may be empty.</param>
/// <param name="Provenance">
/// Where they come from; <see langword="null"/> when none are stored, or nothing says when.
/// </param>
public sealed record DealConcerns(IReadOnlyList<AssessedConcern> Concerns, Provenance? Provenance);

/// <summary>One assessment; a part that was not assessed is <see langword="null"/>.</summary>
/// <param name="Pricing">Whether the price worries the buyer.</param>
/// <param name="NoDecisionMaker">Whether nobody at the table may decide.</param>
/// <param name="ExistingVendor">Whether another vendor is in place.</param>
public sealed record AssessedConcern(AssessedFinding? Pricing, AssessedFinding? NoDecisionMaker, AssessedFinding? ExistingVendor);

/// <summary>The finding on one concern.</summary>
/// <param name="Exists">Whether the concern exists; <see langword="null"/> when not recorded as a yes or a no.</param>
/// <param name="Explanation">Why, in prose; <see langword="null"/> when not recorded.</param>
public sealed record AssessedFinding(bool? Exists, string? Explanation);
