using DealInsights.Domain.Concerns;

namespace DealInsights.Application.Concerns.GetConcerns;

/// <summary>One assessment of what may keep the buyer from buying; a part that was not assessed is <see langword="null"/>.</summary>
/// <param name="Pricing">Whether the price worries the buyer.</param>
/// <param name="NoDecisionMaker">Whether nobody at the table may decide.</param>
/// <param name="ExistingVendor">Whether another vendor is in place.</param>
public sealed record ConcernAssessment(
    ConcernFinding? Pricing, ConcernFinding? NoDecisionMaker, ConcernFinding? ExistingVendor);
