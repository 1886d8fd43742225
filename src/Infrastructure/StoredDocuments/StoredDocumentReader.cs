using System.Globalization;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;
using DealInsights.Domain.Timelines;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>
/// Reads imported documents in the contract's current and older forms. A field of another type than the contract knows is
/// left out and reported; it never fails the read. For that reason documents are not deserialized into classes: one wrong
/// type would lose the whole document.
/// </summary>
internal sealed class StoredDocumentReader(DamageLog damage)
{
    /// <summary>The field in which a store returns the number of events.</summary>
    public const string ActivityCountField = "activity_count";

    /// <summary>The field in which a store returns the transcript's length.</summary>
    public const string TranscriptLengthField = "transcript_length";

    /// <summary>Reads a deal.</summary>
    public Deal ReadDeal(BsonDocument document)
    {
        var fields = FieldsOf(StoredCollection.DealInfo, document);
        // Older documents have an empty object when there is no owner.
        var hasNoOwner = fields.Value("owner") is BsonDocument { ElementCount: 0 };

        return new Deal(
            IdOf(document),
            document["deal_id"].AsString,
            fields.TextOrNull("company_name"),
            fields.TextOrNull("stage"),
            hasNoOwner ? null : fields.TextOrNull("owner"),
            ReadAmount(fields),
            fields.DateOrNull("created_date")?.Instant,
            fields.DateOrNull("last_modified_date")?.Instant,
            fields.DateOrNull("last_updated")?.Instant);
    }

    /// <summary>
    /// Returns the deal's id: its <c>hubspot_id</c> where that is digits, else its <c>_id</c>. An <c>_id</c> of another type
    /// than ObjectId is shown as text; such a deal is found by its name only.
    /// </summary>
    public static string IdOf(BsonDocument deal) =>
        deal.GetValue("hubspot_id", BsonNull.Value) is BsonString { Value: { Length: > 0 } id } && id.All(char.IsAsciiDigit)
            ? id
            : deal.GetValue("_id", BsonNull.Value).ToString()!;

    /// <summary>
    /// Reads a timeline from <c>start_date</c>, <c>end_date</c> and <see cref="ActivityCountField"/>, which is null where the
    /// events are not a list.
    /// </summary>
    public Timeline ReadTimeline(BsonDocument document)
    {
        var fields = FieldsOf(StoredCollection.DealTimeline, document);

        return new Timeline(
            ReadCount(fields, ActivityCountField, counted: "events"),
            fields.DateOrNull("start_date"),
            fields.DateOrNull("end_date"));
    }

    /// <summary>Reads the concerns, and when they were recorded from <c>last_updated</c>.</summary>
    public ConcernRecord ReadConcernRecord(BsonDocument document)
    {
        var fields = FieldsOf(StoredCollection.DealInsights, document);

        return new ConcernRecord(ReadConcerns(fields), fields.DateOrNull("last_updated")?.Instant);
    }

    /// <summary>Reads when a meeting took place, UTC, from <c>meeting_date</c>; null without a readable date.</summary>
    public DateTime? ReadMeetingTime(BsonDocument document) =>
        FieldsOf(StoredCollection.MeetingInsights, document).DateOrNull("meeting_date")?.Instant;

    /// <summary>Returns the <c>meeting_id</c> by which a deal's meetings are ordered; empty when it is not text.</summary>
    public static string MeetingIdOf(BsonDocument document) =>
        document.GetValue("meeting_id", "") is BsonString id ? id.Value : "";

    /// <summary>Reads a meeting from <c>meeting_id</c>, <c>meeting_date</c> and <c>transcript</c>.</summary>
    public Meeting ReadMeeting(BsonDocument document)
    {
        var fields = FieldsOf(StoredCollection.MeetingInsights, document);

        return new Meeting(
            fields.TextOrNull("meeting_id") ?? "",
            fields.DateOrNull("meeting_date"),
            fields.TextOrNull("transcript"));
    }

    /// <summary>
    /// Reads a meeting without its transcript, whose length is in <see cref="TranscriptLengthField"/>: 0 where there is no
    /// text, null where it is not text.
    /// </summary>
    public MeetingVersion ReadMeetingVersion(BsonDocument document)
    {
        var fields = FieldsOf(StoredCollection.MeetingInsights, document);

        return new MeetingVersion(
            fields.TextOrNull("meeting_id") ?? "",
            fields.DateOrNull("meeting_date"),
            fields.DateOrNull("last_updated")?.Instant,
            document.Contains(TranscriptLengthField) ? ReadCount(fields, TranscriptLengthField, counted: "transcript") : 0);
    }

    /// <summary>Reads who attended a meeting from <c>buyer_attendees</c>, including entries without any known field.</summary>
    public IEnumerable<Attendee> ReadAttendees(BsonDocument document)
    {
        var fields = FieldsOf(StoredCollection.MeetingInsights, document);
        var attendees = fields.Value("buyer_attendees");
        if (attendees is not BsonArray list)
        {
            if (!attendees.IsBsonNull)
            {
                fields.Damaged("buyer_attendees");
            }

            yield break;
        }

        foreach (var entry in list)
        {
            if (entry is BsonDocument one)
            {
                var attendee = fields.Of(one);
                yield return new Attendee(
                    attendee.TextOrNull("name") ?? "",
                    attendee.TextOrNull("email") ?? "",
                    attendee.TextOrNull("title") ?? "");
            }
            else if (!entry.IsBsonNull)
            {
                fields.Damaged("buyer_attendees[]");
            }
        }
    }

    private DocumentFields FieldsOf(StoredCollection collection, BsonDocument document) => new(collection, document, damage);

    // The store counts a field; null says that the field is of another type.
    private static int ReadCount(DocumentFields fields, string name, string counted)
    {
        if (fields.Value(name) is { IsNumeric: true } count)
        {
            return count.ToInt32();
        }

        fields.Damaged(counted);
        return 0;
    }

    private static Money? ReadAmount(DocumentFields fields)
    {
        return fields.Value("amount") switch
        {
            BsonNull => null,
            BsonString text when MoneyText.SaysNone(text.Value) => null,
            BsonString text => MoneyText.Read(text.Value) ?? Damaged(),
            BsonInt32 number => new Money(number.Value, Currency: null),
            BsonInt64 number => new Money(number.Value, Currency: null),
            // A decimal cannot hold much more, and no deal is worth it.
            BsonDouble { Value: > -1e15 and < 1e15 } number => new Money((decimal)number.Value, Currency: null),
            BsonDecimal128 number when TryRead(number, out var value) => new Money(value, Currency: null),
            _ => Damaged(),
        };

        Money? Damaged()
        {
            fields.Damaged("amount");
            return null;
        }
    }

    private static bool TryRead(BsonDecimal128 number, out decimal value) => decimal.TryParse(
        number.Value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    // A list, or in the older form a single object. Nothing is stored for `[]`, `{}`, null and text.
    private static IReadOnlyList<Concern> ReadConcerns(DocumentFields fields)
    {
        switch (fields.Value("concerns"))
        {
            case BsonArray list:
                if (list.Any(element => !element.IsBsonDocument))
                {
                    fields.Damaged("concerns[]");
                }

                return [.. list.OfType<BsonDocument>().Select(entry => ReadConcern(fields.Of(entry)))];
            case BsonDocument { ElementCount: > 0 } single:
                return [ReadConcern(fields.Of(single))];
            case BsonDocument or BsonNull or BsonString:
                return [];
            default:
                fields.Damaged("concerns");
                return [];
        }
    }

    private static Concern ReadConcern(DocumentFields entry) => new(
        ReadFinding(entry, "pricing_concerns", "has_concerns"),
        ReadFinding(entry, "no_decision_maker", "is_issue"),
        ReadFinding(entry, "already_has_vendor", "has_vendor"));

    private static ConcernFinding? ReadFinding(DocumentFields entry, string part, string flag)
    {
        switch (entry.Value(part))
        {
            case BsonDocument stored:
                var finding = entry.Of(stored);
                return new ConcernFinding(ReadFlag(finding, flag), finding.TextOrNull("explanation"));
            case BsonNull:
                return null;
            default:
                entry.Damaged(part);
                return null;
        }
    }

    private static ConcernFlag? ReadFlag(DocumentFields finding, string flag)
    {
        var value = finding.Value(flag);
        switch (value)
        {
            case BsonBoolean answer:
                return ConcernFlag.Of(answer.Value);
            case BsonString text:
                return ConcernFlag.Of(text.Value);
            // The same collection keeps its own summary flags as 0 and 1.
            case BsonInt32 or BsonInt64 or BsonDouble when value.ToDouble() is 0 or 1:
                return ConcernFlag.Of(value.ToDouble() is 1);
            case BsonNull:
                return null;
            default:
                finding.Damaged(flag);
                return null;
        }
    }
}
