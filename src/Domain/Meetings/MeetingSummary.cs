using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.Meetings;

/// <summary>What was said in meetings, in a few statements.</summary>
/// <param name="Statements">At least one, in the order in which they are to be read.</param>
public sealed record MeetingSummary(IReadOnlyList<SummaryStatement> Statements)
{
    /// <summary>The statements, one a line.</summary>
    public string Text => string.Join('\n', Statements.Select(statement => statement.Text));
}

/// <summary>One statement of a summary.</summary>
/// <param name="Text">Plain text without line breaks.</param>
/// <param name="Evidence">Where it was said. Empty only for what rules picked without being able to find the place again.</param>
public sealed record SummaryStatement(string Text, IReadOnlyList<Quote> Evidence);

/// <summary>A passage of a transcript.</summary>
/// <param name="Text">The words, as they stand in the transcript but for letter case, white space and punctuation.</param>
/// <param name="MeetingId">The meeting in which they were said.</param>
/// <param name="MeetingDate">When it took place; <see langword="null"/> when not recorded.</param>
public sealed record Quote(string Text, string MeetingId, RecordedDate? MeetingDate);
