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

    internal static readonly EmbeddedQuery<BsonDocument> FindOverviews = EmbeddedQuery.ByDeal(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT overview FROM meeting_insights WHERE deal_id = $deal_id
        ORDER BY held_at DESC, meeting_id LIMIT {OverviewMaterial.MaxMeetings}
        """));

    /// <inheritdoc/>
    /// <remarks>
    /// Among meetings of the same instant SQLite compares identifiers by their UTF-8 bytes, which puts characters beyond
    /// U+FFFF after those from U+E000, where the domain puts them before. MongoDB does the same.
    /// </remarks>
    public async Task<IReadOnlyList<Meeting>> FindForOverviewAsync(
        string dealName, CancellationToken cancellationToken) =>
        [.. (await calls.FindAsync(FindOverviews, dealName, cancellationToken)).Select(reader.ReadMeeting)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Attendee>> FindAttendeesAsync(
        string dealName, CancellationToken cancellationToken) =>
        [
            // Ordered here, because SQLite's order is not ordinal (see above).
            .. (await calls.FindAsync(FindAttendees, dealName, cancellationToken))
                .OrderBy(StoredDocumentReader.MeetingIdOf, StringComparer.Ordinal)
                .SelectMany(reader.ReadAttendees),
        ];
}
