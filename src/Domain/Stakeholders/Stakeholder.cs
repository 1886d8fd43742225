namespace DealInsights.Domain.Stakeholders;

/// <summary>A person at the buyer who has a part in the deal.</summary>
/// <param name="Presence">The person and the meetings that they attended.</param>
/// <param name="Judgement">Whether the person may decide, and why; <see langword="null"/> without a title.</param>
public sealed record Stakeholder(Presence Presence, TitleJudgement? Judgement);
