using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;

namespace DealInsights.Application.Meetings.GetCompanyOverview;

/// <summary>What was said in the latest meetings of a deal.</summary>
/// <param name="Value">The summary, two to three lines of plain text.</param>
/// <param name="Statements">The same, statement by statement, with where each was said.</param>
/// <param name="Source">Who wrote it, and whether it is of the latest meetings.</param>
/// <param name="GeneratedAt">When it was written.</param>
public sealed record CompanyOverview(
    string Value, IReadOnlyList<SummaryStatement> Statements, InsightSource Source, DateTimeOffset GeneratedAt);
