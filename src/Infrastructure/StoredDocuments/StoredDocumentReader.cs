using System.Globalization;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;
using DealInsights.Domain.Timelines;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>
/// Reads what the contract says about a stored document, in today's and in older forms. A field of another type than
/// the contract knows is left out and reported; it never fails the read. That is why nothing here is deserialized
/// into a class: one wrong type would lose the whole document.
/// </summary>
internal sealed class StoredDocumentReader(DamageLog damage)
{
    /// <summary>The field in which a store puts the number of events that it counted.</summary>
    public const string ActivityCountField = "activity_count";

    /// <summary>The field in which a store puts the transcript's length.</summary>
    public const string TranscriptLengthField = "transcript_length";

    /// <summary>Reads all that is recorded of a deal itself.</summary>
    public Deal ReadDeal(BsonDocument document)
    {
        var collection = StoredCollection.DealInfo;
        // An empty object is how older documents say that there is no owner.
        var hasNoOwner = document.GetValue("owner", BsonNull.Value) is BsonDocument { ElementCount: 0 };

        return new Deal(
            IdOf(document),
            document["deal_id"].AsString,
            Text(collection, document, document, "company_name"),
            Text(collection, document, document, "stage"),
            hasNoOwner ? null : Text(collection, document, document, "owner"),
            ReadAmount(document),
            ReadInstant(collection, document, "created_date"),
            ReadInstant(collection, document, "last_modified_date"),
            ReadInstant(collection, document, "last_updated"));
    }

    /// <summary>
    /// The deal's id: its <c>hubspot_id</c> where that is digits, else its <c>_id</c>. An <c>_id</c> of another type than
    /// ObjectId is shown as text; such a deal is found by its name only.
    /// </summary>
    public static string IdOf(BsonDocument deal) =>
        deal.GetValue("hubspot_id", BsonNull.Value) is BsonString { Value: { Length: > 0 } id } && id.All(char.IsAsciiDigit)
            ? id
            : deal.GetValue("_id", BsonNull.Value).ToString()!;

    /// <summary>
    /// Reads a timeline's extent from <c>start_date</c>, <c>end_date</c> and the events' count, which the store puts in
    /// <see cref="ActivityCountField"/>: null where the events are no list.
    /// </summary>
    public Timeline ReadTimeline(BsonDocument document)
    {
        var collection = StoredCollection.DealTimeline;
        var count = document.GetValue(ActivityCountField, BsonNull.Value);
        if (!count.IsNumeric)
        {
            damage.Report(collection, document, "events");
        }

        return new Timeline(
            count.IsNumeric ? count.ToInt32() : 0,
            Date(collection, document, "start_date"),
            Date(collection, document, "end_date"));
    }

    /// <summary>
    /// Reads the concerns from <c>concerns</c>: a list, or in the older form a single object. Empty for <c>[]</c>,
    /// <c>{}</c>, null, text, or nothing.
    /// </summary>
    private IReadOnlyList<Concern> ReadConcerns(BsonDocument document)
    {
        var collection = StoredCollection.DealInsights;
        switch (document.GetValue("concerns", BsonNull.Value))
        {
            case BsonArray list:
                if (list.Any(element => !element.IsBsonDocument))
                {
                    damage.Report(collection, document, "concerns[]");
                }

                return [.. list.OfType<BsonDocument>().Select(entry => ReadConcern(document, entry))];
            case BsonDocument { ElementCount: > 0 } single:
                return [ReadConcern(document, single)];
            case BsonDocument or BsonNull or BsonString:
                return [];
            default:
                damage.Report(collection, document, "concerns");
                return [];
        }
    }

    /// <summary>Reads the concerns, and when they were recorded from <c>last_updated</c>.</summary>
    public ConcernRecord ReadConcernRecord(BsonDocument document) =>
        new(ReadConcerns(document), ReadInstant(StoredCollection.DealInsights, document, "last_updated"));

    /// <summary>When a meeting took place, UTC, from <c>meeting_date</c>; null without a readable date.</summary>
    public DateTime? ReadMeetingTime(BsonDocument document) =>
        Date(StoredCollection.MeetingInsights, document, "meeting_date")?.Instant;

    /// <summary>The <c>meeting_id</c> by which a deal's meetings are ordered; empty when it is no text.</summary>
    public static string MeetingIdOf(BsonDocument document) =>
        document.GetValue("meeting_id", "") is BsonString id ? id.Value : "";

    /// <summary>Reads a meeting from <c>meeting_id</c>, <c>meeting_date</c> and <c>transcript</c>.</summary>
    public Meeting ReadMeeting(BsonDocument document)
    {
        var collection = StoredCollection.MeetingInsights;

        return new Meeting(
            Text(collection, document, document, "meeting_id") ?? "",
            Date(collection, document, "meeting_date"),
            Text(collection, document, document, "transcript"));
    }

    /// <summary>
    /// Reads what is known of a meeting without its transcript, whose length the store puts in
    /// <see cref="TranscriptLengthField"/>: 0 where it has no text, null where it is not text.
    /// </summary>
    public MeetingVersion ReadMeetingVersion(BsonDocument document)
    {
        var collection = StoredCollection.MeetingInsights;
        var length = document.GetValue(TranscriptLengthField, 0);
        if (!length.IsNumeric)
        {
            damage.Report(collection, document, "transcript");
        }

        return new MeetingVersion(
            Text(collection, document, document, "meeting_id") ?? "",
            Date(collection, document, "meeting_date"),
            ReadInstant(collection, document, "last_updated"),
            length.IsNumeric ? length.ToInt32() : 0);
    }

    /// <summary>Reads who attended a meeting from <c>buyer_attendees</c>; entries of which nothing is known included.</summary>
    public IEnumerable<Attendee> ReadAttendees(BsonDocument document)
    {
        var collection = StoredCollection.MeetingInsights;
        var attendees = document.GetValue("buyer_attendees", BsonNull.Value);
        if (attendees is not BsonArray list)
        {
            if (!attendees.IsBsonNull)
            {
                damage.Report(collection, document, "buyer_attendees");
            }

            yield break;
        }

        foreach (var entry in list)
        {
            if (entry is BsonDocument attendee)
            {
                yield return new Attendee(
                    Text(collection, document, attendee, "name") ?? "",
                    Text(collection, document, attendee, "email") ?? "",
                    Text(collection, document, attendee, "title") ?? "");
            }
            else if (!entry.IsBsonNull)
            {
                damage.Report(collection, document, "buyer_attendees[]");
            }
        }
    }

    private Money? ReadAmount(BsonDocument document)
    {
        var amount = document.GetValue("amount", BsonNull.Value) switch
        {
            BsonNull => null,
            BsonString text when MoneyText.SaysNone(text.Value) => null,
            BsonString text => MoneyText.Read(text.Value) ?? Damaged(),
            BsonInt32 number => new Money(number.Value, Currency: null),
            BsonInt64 number => new Money(number.Value, Currency: null),
            // Beyond, a decimal cannot hold it, and no deal is worth it.
            BsonDouble { Value: > -1e15 and < 1e15 } number => new Money((decimal)number.Value, Currency: null),
            BsonDecimal128 number when TryRead(number, out var value) => new Money(value, Currency: null),
            _ => Damaged(),
        };

        return amount;

        Money? Damaged()
        {
            damage.Report(StoredCollection.DealInfo, document, "amount");
            return null;
        }
    }

    private static bool TryRead(BsonDecimal128 number, out decimal value) => decimal.TryParse(
        number.Value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    // Text that is no date is not damage of a kind that anybody has to hear of: the contract allows it.
    private DateTime? ReadInstant(StoredCollection collection, BsonDocument document, string field) =>
        Date(collection, document, field)?.Instant;

    private Concern ReadConcern(BsonDocument document, BsonDocument entry) =>
        new(
            ReadFinding(document, entry, "pricing_concerns", "has_concerns"),
            ReadFinding(document, entry, "no_decision_maker", "is_issue"),
            ReadFinding(document, entry, "already_has_vendor", "has_vendor"));

    private ConcernFinding? ReadFinding(BsonDocument document, BsonDocument entry, string part, string flag)
    {
        switch (entry.GetValue(part, BsonNull.Value))
        {
            case BsonDocument finding:
                return new ConcernFinding(
                    ReadFlag(document, finding, flag),
                    Text(StoredCollection.DealInsights, document, finding, "explanation"));
            case BsonNull:
                return null;
            default:
                damage.Report(StoredCollection.DealInsights, document, part);
                return null;
        }
    }

    private ConcernFlag? ReadFlag(BsonDocument document, BsonDocument finding, string flag)
    {
        var value = finding.GetValue(flag, BsonNull.Value);
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
                damage.Report(StoredCollection.DealInsights, document, flag);
                return null;
        }
    }

    /// <summary>The text of a field; null when it is missing, null, or (reported) something else.</summary>
    private string? Text(StoredCollection collection, BsonDocument document, BsonDocument holder, string field)
    {
        var value = holder.GetValue(field, BsonNull.Value);
        if (value.IsString)
        {
            return value.AsString;
        }

        if (!value.IsBsonNull)
        {
            damage.Report(collection, document, field);
        }

        return null;
    }

    private RecordedDate? Date(StoredCollection collection, BsonDocument document, string field)
    {
        var value = document.GetValue(field, BsonNull.Value);
        switch (value)
        {
            // A date that lies outside what a DateTime can hold is as unreadable as a wrong type.
            case BsonDateTime { IsValidDateTime: true } date:
                return RecordedDate.FromInstant(date.ToUniversalTime());
            case BsonString text:
                return RecordedDate.FromText(text.Value);
            case BsonNull:
                return null;
            default:
                damage.Report(collection, document, field);
                return null;
        }
    }
}
