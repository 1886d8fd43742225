using DealInsights.Domain.Insights;

namespace DealInsights.Application.Meetings.GetCompanyOverview;

/// <summary>What was said in the latest meetings of a deal.</summary>
/// <param name="Value">The summary, two to three lines of plain text.</param>
/// <param name="Source">Who wrote it.</param>
public sealed record CompanyOverview(string Value, InsightSource Source);
