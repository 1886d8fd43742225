using System.Globalization;
using System.Text.Json;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteMeetingRepository(SqliteReads reads, StoredDocumentReader reader) : IMeetingRepository
{
    internal const string FindByDeal = "SELECT document FROM meeting_insights WHERE deal_id = $deal_id";

    internal static readonly string FindLatest = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT document, transcript_length FROM meeting_insights
        WHERE deal_id = $deal_id AND transcript_length IS NOT NULL
        ORDER BY held_at DESC, meeting_id LIMIT {OverviewMaterial.MaxMeetings}
        """);

    // The parameter is a JSON array, so that one statement serves any number of meetings.
    internal const string FindTranscripts = """
        SELECT document, transcript FROM meeting_insights
        WHERE deal_id = $deal_id AND meeting_id IN (SELECT value FROM json_each($meeting_ids))
        """;

    /// <inheritdoc/>
    /// <remarks>
    /// Among meetings of the same instant SQLite compares identifiers by their UTF-8 bytes, which puts characters beyond
    /// U+FFFF after those from U+E000, where the domain puts them before. MongoDB does the same.
    /// </remarks>
    public async Task<IReadOnlyList<MeetingVersion>> FindOverviewVersionsAsync(
        string dealName, CancellationToken cancellationToken)
    {
        var documents = await reads.RunAsync(
            connection => connection.Find(FindLatest, MeetingInsightsTable.ReadVersion, ("$deal_id", dealName)),
            cancellationToken);

        return OverviewMaterial.ChooseMeetings(documents.Select(reader.ReadMeetingVersion));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Meeting>> FindForOverviewAsync(
        string dealName, IReadOnlyList<MeetingVersion> versions, CancellationToken cancellationToken)
    {
        var ids = JsonSerializer.Serialize(versions.Select(version => version.Id));
        var documents = await reads.RunAsync(
            connection => connection.Find(
                FindTranscripts, MeetingInsightsTable.ReadWhole, ("$deal_id", dealName), ("$meeting_ids", ids)),
            cancellationToken);

        return OverviewMaterial.ChooseMeetings(documents.Select(reader.ReadMeeting));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Attendance>> FindAttendancesAsync(string dealName, CancellationToken cancellationToken)
    {
        var documents = await reads.RunAsync(
            connection => connection.FindDocuments(FindByDeal, ("$deal_id", dealName)), cancellationToken);

        return reader.ReadAttendances(documents);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<string>> FindDealNamesAsync(CancellationToken cancellationToken) =>
        await reads.RunAsync(
            connection => connection.Find("SELECT DISTINCT deal_id FROM meeting_insights", row => row.GetString(0)),
            cancellationToken);
}
