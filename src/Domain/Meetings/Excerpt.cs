namespace DealInsights.Domain.Meetings;

/// <summary>The part of a meeting's transcript that is used for an overview.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Text">The beginning of its trimmed transcript, or all of it; not empty.</param>
/// <param name="IsCut">Whether the transcript goes on.</param>
public sealed record Excerpt(Meeting Meeting, string Text, bool IsCut);
