using System.Globalization;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteMeetingRepository(SqliteCalls calls, StoredDocumentReader reader) : IMeetingRepository
{
    internal static readonly EmbeddedQuery<BsonDocument> FindAttendees =
        EmbeddedQuery.ByDeal("SELECT attendees FROM meeting_insights WHERE deal_id = $deal_id");

    internal static readonly EmbeddedQuery<(long HeldAt, BsonDocument Attendees)> FindAttendances = new(
        "SELECT attendees, held_at FROM meeting_insights WHERE deal_id = $deal_id",
        EmbeddedQuery.DealName,
        row => (row.GetInt64(1), EmbeddedQuery.ReadDocument(row)));

    internal static readonly EmbeddedQuery<BsonDocument> FindOverviews = EmbeddedQuery.ByDeal(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT overview FROM meeting_insights WHERE deal_id = $deal_id
        ORDER BY held_at DESC, meeting_id LIMIT {OverviewMaterial.MaxMeetings}
        """));

    /// <summary>What <see cref="FindOverviews"/> finds, without a transcript: the index alone answers it.</summary>
    internal static readonly EmbeddedQuery<(long HeldAt, string MeetingId, byte[] Digest)> FindDigests = new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT held_at, meeting_id, digest FROM meeting_insights WHERE deal_id = $deal_id
            ORDER BY held_at DESC, meeting_id LIMIT {OverviewMaterial.MaxMeetings}
            """),
        EmbeddedQuery.DealName,
        row => (row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2)));

    /// <summary>The deals from a name on; every name is at or after the empty one.</summary>
    internal static readonly EmbeddedQuery<string> FindDealNames = new(
        "SELECT DISTINCT deal_id FROM meeting_insights WHERE deal_id >= $deal_id",
        EmbeddedQuery.DealName,
        row => row.GetString(0));

    /// <inheritdoc/>
    /// <remarks>
    /// Among meetings of the same instant SQLite compares identifiers by their UTF-8 bytes, which puts characters beyond
    /// U+FFFF after those from U+E000, where the domain puts them before. MongoDB does the same.
    /// </remarks>
    public async Task<IReadOnlyList<Meeting>> FindForOverviewAsync(
        string dealName, CancellationToken cancellationToken) =>
        [.. (await calls.FindAsync(FindOverviews, dealName, cancellationToken)).Select(reader.ReadMeeting)];

    /// <inheritdoc/>
    public async Task<string?> FindOverviewDigestAsync(string dealName, CancellationToken cancellationToken) =>
        (await FindOverviewStateAsync(dealName, cancellationToken))?.Digest;

    /// <inheritdoc/>
    public async Task<OverviewState?> FindOverviewStateAsync(string dealName, CancellationToken cancellationToken)
    {
        var meetings = await calls.FindAsync(FindDigests, dealName, cancellationToken);

        // As the domain orders them: SQLite's order is not ordinal (see above).
        meetings.Sort((one, other) => one.HeldAt == other.HeldAt
            ? string.CompareOrdinal(one.MeetingId, other.MeetingId)
            : other.HeldAt.CompareTo(one.HeldAt));

        return OverviewDigest.Combine(meetings.Select(meeting => meeting.Digest)) is { } digest
            ? new OverviewState(
                digest, meetings.Where(meeting => meeting.Digest.Length > 0).Max(meeting => TimeOf(meeting.HeldAt)))
            : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Attendee>> FindAttendeesAsync(
        string dealName, CancellationToken cancellationToken) =>
        [
            // Ordered here, because SQLite's order is not ordinal (see above).
            .. (await calls.FindAsync(FindAttendees, dealName, cancellationToken))
                .OrderBy(StoredDocumentReader.MeetingIdOf, StringComparer.Ordinal)
                .SelectMany(reader.ReadAttendees),
        ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Attendance>> FindAttendancesAsync(
        string dealName, CancellationToken cancellationToken) =>
        [
            .. (await calls.FindAsync(FindAttendances, dealName, cancellationToken))
                .OrderBy(meeting => StoredDocumentReader.MeetingIdOf(meeting.Attendees), StringComparer.Ordinal)
                .SelectMany(meeting => reader.ReadAttendees(meeting.Attendees).Select(attendee => new Attendance(
                    attendee, StoredDocumentReader.MeetingIdOf(meeting.Attendees), TimeOf(meeting.HeldAt)))),
        ];

    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<string>> FindDealNamesAsync(CancellationToken cancellationToken) =>
        await calls.FindAsync(FindDealNames, "", cancellationToken);

    private static DateTime? TimeOf(long heldAt) => heldAt == 0 ? null : new DateTime(heldAt, DateTimeKind.Utc);
}
