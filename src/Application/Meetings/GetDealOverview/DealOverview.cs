using DealInsights.Application.Answers;
using DealInsights.Domain.Meetings;

namespace DealInsights.Application.Meetings.GetDealOverview;

/// <summary>What was said in the latest meetings of a deal.</summary>
/// <param name="Summary">
/// In a few statements, with where each was said; <see langword="null"/> when there is nothing to summarize.
/// </param>
/// <param name="Provenance">Where the summary comes from; <see langword="null"/> without one.</param>
public sealed record DealOverview(MeetingSummary? Summary, Provenance? Provenance);
