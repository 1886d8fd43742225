using DealInsights.Domain.Meetings;
using DealInsights.Domain.Text;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The meetings. A transcript lies beside the document, because it is longer than everything else.</summary>
internal sealed class MeetingInsightsTable() : DocumentTable(StoredCollection.MeetingInsights)
{
    private const string Transcript = "transcript";

    /// <summary>Reads a meeting with its transcript from the columns <c>document</c> and <c>transcript</c>.</summary>
    public static BsonDocument ReadWhole(SqliteDataReader row)
    {
        var document = EmbeddedConnection.ReadDocument(row);
        if (!row.IsDBNull(1))
        {
            document[Transcript] = row.GetString(1);
        }

        return document;
    }

    /// <summary>Reads a meeting without its transcript from the columns <c>document</c> and <c>transcript_length</c>.</summary>
    public static BsonDocument ReadVersion(SqliteDataReader row) =>
        EmbeddedConnection.ReadDocument(row).Set(StoredDocumentReader.TranscriptLengthField, row.GetInt32(1));

    /// <inheritdoc/>
    protected override void Insert(EmbeddedConnection connection, BsonDocument document, StoredDocumentReader reader)
    {
        var transcript = (document.GetValue(Transcript, BsonNull.Value) as BsonString)?.Value;
        var kept = transcript is null ? document : Without(document, Transcript, "");
        var meeting = reader.ReadMeeting(kept);
        Replace(
            connection,
            ("deal_id", document["deal_id"].AsString),
            ("meeting_id", document["meeting_id"].AsString),
            ("held_at", OverviewMaterial.HeldAt(meeting.Id, meeting.Date)?.Ticks ?? 0),
            ("transcript_length", string.IsNullOrWhiteSpace(transcript) ? null : CodePoints.Count(transcript)),
            ("document", kept.ToBson()),
            ("transcript", transcript));
    }

    /// <inheritdoc/>
    protected override BsonDocument Restore(EmbeddedConnection connection, BsonDocument document) => connection.Find(
        "SELECT document, transcript FROM meeting_insights WHERE deal_id = $deal_id AND meeting_id = $meeting_id",
        ReadWhole,
        ("$deal_id", document["deal_id"].AsString),
        ("$meeting_id", document["meeting_id"].AsString))[0];

    /// <inheritdoc/>
    protected override string KeysHolding(string function) =>
        $"{base.KeysHolding(function)} OR {function}(transcript)";
}
