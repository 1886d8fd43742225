using DealInsights.Domain.Text;
using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.Meetings;

/// <summary>Chooses the meetings and transcripts for a company overview (contract, <c>company-overview</c>).</summary>
public static class OverviewMaterial
{
    /// <summary>The most meetings that feed an overview.</summary>
    public const int MaxMeetings = 6;

    /// <summary>The most Unicode code points of transcript that feed an overview.</summary>
    public const int MaxLength = 10_000;

    /// <summary>
    /// The fewest letters and digits that a language model is asked to summarize. From less, such as a greeting, it can only
    /// invent.
    /// </summary>
    public const int MinLetters = 20;

    private const int DayLength = 10;

    /// <summary>
    /// When a meeting was held, UTC: its recorded date, or where that is missing or unreadable the day at the end of its
    /// identifier (<c>Acme renewal_2026-01-05</c>); <see langword="null"/> when neither is readable.
    /// </summary>
    public static DateTime? HeldAt(string meetingId, RecordedDate? date) => date?.Instant ?? DayIn(meetingId);

    /// <summary>
    /// The latest meetings that have transcript text, latest first. Meetings without a readable date come last; equal ones
    /// are ordered by identifier, so that the choice does not depend on the order in which a store returns them.
    /// </summary>
    public static IReadOnlyList<Meeting> ChooseMeetings(IEnumerable<Meeting> meetings) =>
        Latest(meetings.Where(HasText), meeting => HeldAt(meeting.Id, meeting.Date), meeting => meeting.Id);

    /// <summary>Makes the choice of <see cref="ChooseMeetings(IEnumerable{Meeting})"/> without reading a transcript.</summary>
    public static IReadOnlyList<MeetingVersion> ChooseMeetings(IEnumerable<MeetingVersion> meetings) =>
        Latest(meetings.Where(meeting => meeting.TranscriptLength > 0), meeting => meeting.HeldAt, meeting => meeting.Id);

    /// <summary>
    /// The trimmed transcripts of the chosen meetings, latest first, as far as they fit into <see cref="MaxLength"/>
    /// when they are joined by one space; empty when none of them has any text.
    /// </summary>
    public static IReadOnlyList<Excerpt> Choose(IEnumerable<Meeting> meetings)
    {
        var excerpts = new List<Excerpt>();
        var left = MaxLength;
        foreach (var meeting in ChooseMeetings(meetings))
        {
            var transcript = meeting.Transcript!.Trim();
            var text = CodePoints.Truncate(transcript, left);
            excerpts.Add(new Excerpt(meeting, text, IsCut: text.Length < transcript.Length));
            // The space before the next.
            left -= CodePoints.Count(text) + 1;
            if (left <= 0)
            {
                break;
            }
        }

        return excerpts;
    }

    /// <summary>Whether a transcript says anything.</summary>
    internal static bool HasText(Meeting meeting) => !string.IsNullOrWhiteSpace(meeting.Transcript);

    /// <summary>The excerpts as one text, joined by one space.</summary>
    public static string Compose(IEnumerable<Excerpt> excerpts) =>
        string.Join(' ', excerpts.Select(excerpt => excerpt.Text));

    /// <summary>Whether there is enough to summarize, see <see cref="MinLetters"/>.</summary>
    public static bool SaysEnough(IEnumerable<Excerpt> excerpts) =>
        excerpts.SelectMany(excerpt => excerpt.Text).Where(char.IsLetterOrDigit).Take(MinLetters).Count() == MinLetters;

    private static List<T> Latest<T>(IEnumerable<T> meetings, Func<T, DateTime?> heldAt, Func<T, string> id) =>
    [
        .. meetings
            .OrderByDescending(meeting => heldAt(meeting) ?? DateTime.MinValue)
            .ThenBy(id, StringComparer.Ordinal)
            .Take(MaxMeetings),
    ];

    private static DateTime? DayIn(string meetingId) =>
        meetingId.Length > DayLength && meetingId[^(DayLength + 1)] == '_'
            ? RecordedDate.FromText(meetingId[^DayLength..]).Instant
            : null;
}
