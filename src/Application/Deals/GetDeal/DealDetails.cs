using DealInsights.Domain.Deals;

namespace DealInsights.Application.Deals.GetDeal;

/// <summary>All that is recorded of a deal, and how active it is.</summary>
/// <param name="Deal">What is recorded of the deal itself.</param>
/// <param name="Activity">The extent of its timeline.</param>
public sealed record DealDetails(DealRecord Deal, DealActivity Activity);

/// <summary>How active a deal is.</summary>
/// <param name="Count">The number of events on its timeline; 0 without a timeline.</param>
/// <param name="FirstAt">The first day of activity, UTC; <see langword="null"/> when not recorded or not readable.</param>
/// <param name="LastAt">The last day of activity, likewise.</param>
public sealed record DealActivity(int Count, DateTime? FirstAt, DateTime? LastAt);
