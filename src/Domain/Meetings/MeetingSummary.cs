using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.Meetings;

/// <summary>A summary of meetings in a few statements.</summary>
/// <param name="Statements">At least one, in reading order.</param>
public sealed record MeetingSummary(IReadOnlyList<SummaryStatement> Statements)
{
    /// <summary>The statements, one per line.</summary>
    public string Text => string.Join('\n', Statements.Select(statement => statement.Text));
}

/// <summary>One statement of a summary.</summary>
/// <param name="Text">Plain text without line breaks.</param>
/// <param name="Evidence">
/// The passages that prove it. Empty only for a sentence of the offline rules whose place cannot be found again.
/// </param>
public sealed record SummaryStatement(string Text, IReadOnlyList<Quote> Evidence);

/// <summary>A passage of a transcript.</summary>
/// <param name="Text">The words, as they stand in the transcript but for letter case, white space and punctuation.</param>
/// <param name="MeetingId">The meeting in which they were said.</param>
/// <param name="MeetingDate">When it took place; <see langword="null"/> when not recorded.</param>
public sealed record Quote(string Text, string MeetingId, RecordedDate? MeetingDate);
