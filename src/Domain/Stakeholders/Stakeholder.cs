namespace DealInsights.Domain.Stakeholders;

/// <summary>A person at the buyer who has a part in the deal.</summary>
/// <param name="Name">As recorded; empty when not recorded.</param>
/// <param name="Email">As recorded; empty when not recorded.</param>
/// <param name="Title">The job title as recorded; empty when not recorded.</param>
/// <param name="PotentialDecisionMaker">Whether the title suggests that this person may decide; false without a title.</param>
public sealed record Stakeholder(string Name, string Email, string Title, bool PotentialDecisionMaker);
