using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.Meetings;

/// <summary>A meeting with the buyer.</summary>
/// <param name="Id">Unique within its deal.</param>
/// <param name="Date">When it took place; <see langword="null"/> when not recorded.</param>
/// <param name="Transcript">What was said; <see langword="null"/> when not recorded. May be blank.</param>
public sealed record Meeting(string Id, RecordedDate? Date, string? Transcript);
