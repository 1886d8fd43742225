using DealInsights.Domain.Timelines;

namespace DealInsights.Application.Deals.GetDealInfo;

/// <summary>Who owns a deal, where it stands and how active it is.</summary>
/// <param name="Name">The deal's name.</param>
/// <param name="Owner">The seller who owns it; <see langword="null"/> when not recorded.</param>
/// <param name="Stage">Its pipeline stage; <see langword="null"/> when not recorded.</param>
/// <param name="ActivityCount">The number of events on its timeline; 0 without a timeline.</param>
/// <param name="StartDate">The first day of activity; <see langword="null"/> when not recorded.</param>
/// <param name="EndDate">The last day of activity; <see langword="null"/> when not recorded.</param>
public sealed record DealInfo(
    string Name, string? Owner, string? Stage, int ActivityCount, RecordedDate? StartDate, RecordedDate? EndDate);
