namespace DealInsights.Domain.Timelines;

/// <summary>The extent of a deal's timeline, without its events.</summary>
/// <param name="ActivityCount">The number of events: meetings, e-mails, calls, notes, tasks.</param>
/// <param name="StartDate">The first day of activity; <see langword="null"/> when none is recorded.</param>
/// <param name="EndDate">The last day of activity; <see langword="null"/> when none is recorded.</param>
public sealed record Timeline(int ActivityCount, RecordedDate? StartDate, RecordedDate? EndDate);
