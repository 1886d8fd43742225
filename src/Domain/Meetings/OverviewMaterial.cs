using DealInsights.Domain.Text;

namespace DealInsights.Domain.Meetings;

/// <summary>What a company overview is made from (contract, <c>company-overview</c>).</summary>
public static class OverviewMaterial
{
    /// <summary>The most meetings that feed an overview.</summary>
    public const int MaxMeetings = 6;

    /// <summary>The most Unicode code points of transcript that feed an overview.</summary>
    public const int MaxLength = 10_000;

    /// <summary>
    /// The latest meetings, latest first. Meetings without a readable date come last; equal ones are ordered by
    /// identifier, so that the choice does not depend on the order in which a store returns them.
    /// </summary>
    public static IReadOnlyList<Meeting> ChooseMeetings(IEnumerable<Meeting> meetings) =>
    [
        .. meetings
            .OrderByDescending(meeting => meeting.Date?.Instant ?? DateTime.MinValue)
            .ThenBy(meeting => meeting.Id, StringComparer.Ordinal)
            .Take(MaxMeetings),
    ];

    /// <summary>
    /// The trimmed transcripts of the chosen meetings joined by one space, cut at <see cref="MaxLength"/>;
    /// empty when none of them has any text.
    /// </summary>
    public static string Compose(IEnumerable<Meeting> meetings)
    {
        var spoken = ChooseMeetings(meetings)
            .Where(meeting => !string.IsNullOrWhiteSpace(meeting.Transcript))
            .Select(meeting => meeting.Transcript!.Trim());

        return CodePoints.Truncate(string.Join(' ', spoken), MaxLength);
    }
}
