using System.Globalization;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;
using DealInsights.Domain.Timelines;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>
/// Reads stored documents in today's and in older forms. A field of an unexpected type is left out and reported; it never
/// fails the read, as deserializing into a class would.
/// </summary>
internal sealed class StoredDocumentReader(DamageLog damage)
{
    /// <summary>The field in which a store puts the number of events that it counted; null if they are not a list.</summary>
    public const string ActivityCountField = "activity_count";

    /// <summary>
    /// The field in which a store puts the transcript's length: 0 without text, null if the transcript is not text.
    /// </summary>
    public const string TranscriptLengthField = "transcript_length";

    /// <summary>
    /// The deal's id: its <c>hubspot_id</c> where that is digits, else its <c>_id</c>. An <c>_id</c> of another type than
    /// ObjectId is shown as text; such a deal is found by its name only.
    /// </summary>
    public static string IdOf(BsonDocument deal) =>
        deal.GetValue("hubspot_id", BsonNull.Value) is BsonString { Value: { Length: > 0 } id } && id.All(char.IsAsciiDigit)
            ? id
            : deal.GetValue("_id", BsonNull.Value).ToString()!;

    /// <summary>Reads a document of <c>deal_info</c>.</summary>
    public Deal ReadDeal(BsonDocument document) => Read(StoredCollection.DealInfo, document, fields => new Deal(
        IdOf(document),
        document["deal_id"].AsString,
        fields.TextOrNull("company_name"),
        fields.TextOrNull("stage"),
        // Older documents have an empty object if there is no owner.
        fields.Value("owner") is BsonDocument { ElementCount: 0 } ? null : fields.TextOrNull("owner"),
        ReadAmount(fields),
        fields.DateOrNull("created_date")?.Instant,
        fields.DateOrNull("last_modified_date")?.Instant,
        fields.DateOrNull("last_updated")?.Instant));

    /// <summary>Reads a timeline's extent from a projection with <see cref="ActivityCountField"/>.</summary>
    public Timeline ReadTimeline(BsonDocument document) => Read(StoredCollection.DealTimeline, document, fields => new Timeline(
        ReadCount(fields, ActivityCountField, of: "events"),
        fields.DateOrNull("start_date"),
        fields.DateOrNull("end_date")));

    /// <summary>Reads the concerns, and when they were recorded.</summary>
    public ConcernRecord ReadConcernRecord(BsonDocument document) => Read(
        StoredCollection.DealInsights,
        document,
        fields => new ConcernRecord(ReadConcerns(fields), fields.DateOrNull("last_updated")?.Instant));

    /// <summary>Reads a meeting with its transcript.</summary>
    public Meeting ReadMeeting(BsonDocument document) => Read(StoredCollection.MeetingInsights, document, fields => new Meeting(
        fields.TextOrNull("meeting_id") ?? "",
        fields.DateOrNull("meeting_date"),
        fields.TextOrNull("transcript")));

    /// <summary>Reads a meeting from a projection with <see cref="TranscriptLengthField"/> instead of the transcript.</summary>
    public MeetingVersion ReadMeetingVersion(BsonDocument document) => Read(
        StoredCollection.MeetingInsights,
        document,
        fields => new MeetingVersion(
            fields.TextOrNull("meeting_id") ?? "",
            fields.DateOrNull("meeting_date"),
            fields.DateOrNull("last_updated")?.Instant,
            ReadCount(fields, TranscriptLengthField, of: "transcript")));

    /// <summary>Reads the attendees of a deal's meetings, in order of <c>meeting_id</c> by UTF-16 code units.</summary>
    public IReadOnlyList<Attendance> ReadAttendances(IEnumerable<BsonDocument> meetings) =>
    [
        .. meetings.OrderBy(MeetingIdOf, StringComparer.Ordinal).SelectMany(
            meeting => Read(StoredCollection.MeetingInsights, meeting, fields => ReadAttendances(fields, MeetingIdOf(meeting)))),
    ];

    private static string MeetingIdOf(BsonDocument meeting) =>
        meeting.GetValue("meeting_id", "") is BsonString id ? id.Value : "";

    private static IReadOnlyList<Attendance> ReadAttendances(DocumentFields meeting, string meetingId)
    {
        var heldAt = meeting.DateOrNull("meeting_date")?.Instant;

        return meeting.ListOrEmpty("buyer_attendees", attendee => new Attendance(
            new Attendee(
                attendee.TextOrNull("name") ?? "", attendee.TextOrNull("email") ?? "", attendee.TextOrNull("title") ?? ""),
            meetingId,
            heldAt));
    }

    private T Read<T>(StoredCollection collection, BsonDocument document, Func<DocumentFields, T> read)
    {
        var fields = new DocumentFields(document);
        var result = read(fields);
        fields.ReportDamage(damage, collection);

        return result;
    }

    private static int ReadCount(DocumentFields fields, string name, string of)
    {
        var count = fields.Value(name);
        if (count.IsNumeric)
        {
            return count.ToInt32();
        }

        fields.MarkDamaged(of);
        return 0;
    }

    private static Money? ReadAmount(DocumentFields deal)
    {
        switch (deal.Value("amount"))
        {
            case BsonNull:
            case BsonString none when MoneyText.SaysNone(none.Value):
                return null;
            case BsonString text when MoneyText.Read(text.Value) is { } amount:
                return amount;
            case BsonInt32 number:
                return new Money(number.Value, Currency: null);
            case BsonInt64 number:
                return new Money(number.Value, Currency: null);
            // Larger values may not fit into a decimal, and no deal is worth as much.
            case BsonDouble { Value: > -1e15 and < 1e15 } number:
                return new Money((decimal)number.Value, Currency: null);
            case BsonDecimal128 number when decimal.TryParse(
                number.Value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value):
                return new Money(value, Currency: null);
            default:
                deal.MarkDamaged("amount");
                return null;
        }
    }

    // A list, or in the older form a single object. Text and an empty object say that there are none.
    private static IReadOnlyList<Concern> ReadConcerns(DocumentFields insights) => insights.Value("concerns") switch
    {
        BsonString or BsonDocument { ElementCount: 0 } => [],
        BsonDocument => [insights.DocumentOrNull("concerns", ReadConcern)!],
        _ => insights.ListOrEmpty("concerns", ReadConcern),
    };

    private static Concern ReadConcern(DocumentFields concern) => new(
        concern.DocumentOrNull("pricing_concerns", finding => ReadFinding(finding, "has_concerns")),
        concern.DocumentOrNull("no_decision_maker", finding => ReadFinding(finding, "is_issue")),
        concern.DocumentOrNull("already_has_vendor", finding => ReadFinding(finding, "has_vendor")));

    private static ConcernFinding ReadFinding(DocumentFields finding, string flag) =>
        new(ReadFlag(finding, flag), finding.TextOrNull("explanation"));

    private static ConcernFlag? ReadFlag(DocumentFields finding, string name)
    {
        switch (finding.Value(name))
        {
            case BsonBoolean flag:
                return ConcernFlag.Of(flag.Value);
            case BsonString text:
                return ConcernFlag.Of(text.Value);
            // The same collection keeps its own summary flags as 0 and 1.
            case BsonValue { IsNumeric: true } number when number.ToDouble() is 0 or 1:
                return ConcernFlag.Of(number.ToDouble() is 1);
            case BsonNull:
                return null;
            default:
                finding.MarkDamaged(name);
                return null;
        }
    }
}
