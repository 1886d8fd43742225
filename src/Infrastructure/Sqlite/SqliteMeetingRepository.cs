using System.Globalization;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteMeetingRepository(SqliteReads reads, StoredDocumentReader reader) : IMeetingRepository
{
    internal const string FindByDeal = "SELECT document FROM meeting_insights WHERE deal_id = $deal_id";

    internal static readonly string FindLatest = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT document, transcript FROM meeting_insights WHERE deal_id = $deal_id
        ORDER BY held_at DESC, meeting_id LIMIT {OverviewMaterial.MaxMeetings}
        """);

    /// <inheritdoc/>
    /// <remarks>
    /// Among meetings of the same instant SQLite compares identifiers by their UTF-8 bytes, which puts characters beyond
    /// U+FFFF after those from U+E000, where the domain puts them before. MongoDB does the same.
    /// </remarks>
    public async Task<IReadOnlyList<Meeting>> FindForOverviewAsync(string dealName, CancellationToken cancellationToken)
    {
        var documents = await reads.RunAsync(
            connection => connection.Find(FindLatest, MeetingInsightsTable.ReadWhole, ("$deal_id", dealName)),
            cancellationToken);

        return [.. documents.Select(reader.ReadMeeting)];
    }

    /// <inheritdoc/>
    public async Task<OverviewState?> FindOverviewStateAsync(string dealName, CancellationToken cancellationToken) =>
        OverviewState.Of(await FindForOverviewAsync(dealName, cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Attendance>> FindAttendancesAsync(
        string dealName, CancellationToken cancellationToken) =>
        [
            .. (await FindMeetingsAsync(dealName, cancellationToken)).SelectMany(meeting =>
                reader.ReadAttendees(meeting).Select(attendee => new Attendance(
                    attendee, StoredDocumentReader.MeetingIdOf(meeting), reader.ReadMeetingTime(meeting)))),
        ];

    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<string>> FindDealNamesAsync(CancellationToken cancellationToken) =>
        await reads.RunAsync(
            connection => connection.Find("SELECT DISTINCT deal_id FROM meeting_insights", row => row.GetString(0)),
            cancellationToken);

    private async Task<IEnumerable<BsonDocument>> FindMeetingsAsync(string dealName, CancellationToken cancellationToken)
    {
        var documents = await reads.RunAsync(
            connection => connection.FindDocuments(FindByDeal, ("$deal_id", dealName)), cancellationToken);

        // Ordered here, because SQLite's order is not ordinal (see above).
        return documents.OrderBy(StoredDocumentReader.MeetingIdOf, StringComparer.Ordinal);
    }
}
