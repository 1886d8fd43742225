using DealInsights.Domain.Insights;

namespace DealInsights.Application.Stakeholders.GetStakeholders;

/// <summary>Who is at the table.</summary>
/// <param name="People">Potential decision makers first, then by name.</param>
/// <param name="Source">Who judged the titles; <see langword="null"/> when there was no title to judge.</param>
/// <param name="GeneratedAt">
/// When the oldest of the judgements was made; <see langword="null"/> when there was no title to judge.
/// </param>
public sealed record DealStakeholders(
    IReadOnlyList<StakeholderSummary> People, InsightSource? Source, DateTimeOffset? GeneratedAt);

/// <summary>One person at the table; fields that were not recorded are empty.</summary>
public sealed record StakeholderSummary(string Name, string Email, string Title, bool PotentialDecisionMaker);
