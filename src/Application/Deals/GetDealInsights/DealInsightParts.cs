using DealInsights.Application.Concerns.GetDealConcerns;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Meetings.GetDealOverview;
using DealInsights.Application.Stakeholders.GetDealStakeholders;

namespace DealInsights.Application.Deals.GetDealInsights;

/// <summary>All that is known of a deal, part by part; a part that was not asked for is <see langword="null"/>.</summary>
/// <param name="Deal">What is recorded of it.</param>
/// <param name="Concerns">What worries the buyer.</param>
/// <param name="Overview">What was said in the latest meetings.</param>
/// <param name="Stakeholders">Who is at the table.</param>
public sealed record DealInsightParts(
    InsightPart<DealDetails>? Deal,
    InsightPart<DealConcerns>? Concerns,
    InsightPart<DealOverview>? Overview,
    InsightPart<StakeholderAssessments>? Stakeholders);

/// <summary>One part of what is known of a deal.</summary>
/// <param name="Status">How reading it went.</param>
/// <param name="Value">The part; <see langword="null"/> unless it is <see cref="PartStatus.Ok"/>.</param>
/// <param name="RetryAfter">When to ask again, where that is known.</param>
public sealed record InsightPart<T>(PartStatus Status, T? Value, TimeSpan? RetryAfter)
    where T : class;

/// <summary>How reading a part went.</summary>
public enum PartStatus
{
    /// <summary>It is there.</summary>
    Ok,

    /// <summary>What it is read from does not answer.</summary>
    Unavailable,

    /// <summary>It took longer than a part may.</summary>
    Timeout,

    /// <summary>Something went wrong on our side.</summary>
    Failed,
}

/// <summary>The parts of what is known of a deal, as callers name them.</summary>
[Flags]
public enum PartNames
{
    None = 0,
    Deal = 1,
    Concerns = 2,
    Overview = 4,
    Stakeholders = 8,
    All = Deal | Concerns | Overview | Stakeholders,
}
