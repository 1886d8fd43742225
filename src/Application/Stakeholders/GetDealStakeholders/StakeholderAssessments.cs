using DealInsights.Application.Answers;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Application.Stakeholders.GetDealStakeholders;

/// <summary>Who is at the table of a deal.</summary>
/// <param name="People">Potential decision makers first, then by name; may be empty.</param>
/// <param name="Provenance">
/// Where the judgements come from: the least trusted source and the oldest judgement among them;
/// <see langword="null"/> when there was no title to judge.
/// </param>
public sealed record StakeholderAssessments(IReadOnlyList<AssessedStakeholder> People, Provenance? Provenance);

/// <summary>One person at the table.</summary>
/// <param name="Presence">Who, and in which meetings.</param>
/// <param name="Judgement">Whether the person may decide, and why; <see langword="null"/> without a title.</param>
public sealed record AssessedStakeholder(Presence Presence, TitleJudgement? Judgement);
