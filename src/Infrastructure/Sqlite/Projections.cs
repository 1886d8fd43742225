using DealInsights.Domain.Deals;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>
/// The parts of a document that a query reads, in the form in which MongoDB's projections return them, so that
/// <see cref="StoredDocumentReader"/> reads both stores alike. Each holds the <c>_id</c>, by which damage is reported.
/// </summary>
internal static class Projections
{
    public static BsonDocument Deal(BsonDocument document) => Pick(
        document,
        "deal_id",
        "company_name",
        "stage",
        "owner",
        "amount",
        "created_date",
        "last_modified_date",
        "last_updated");

    /// <summary>The deal's place in the order of amounts, see <see cref="DealOrder.AmountKey"/>.</summary>
    public static long AmountOrder(BsonDocument document, StoredDocumentReader reader) =>
        DealOrder.AmountKey(reader.ReadDealRecord(document).Amount);

    /// <summary>The deal's place in the order of changes, see <see cref="DealOrder.TimeKey"/>.</summary>
    public static long ModifiedAt(BsonDocument document, StoredDocumentReader reader) =>
        DealOrder.TimeKey(reader.ReadDealRecord(document).LastModifiedAt);

    /// <summary>What a search looks in: the deal's name and its company's, in lower case, a line each.</summary>
    public static string Search(BsonDocument document, StoredDocumentReader reader) =>
        Search(reader.ReadDealRecord(document));

    private static string Search(DealRecord deal) => Fold($"{deal.Name}\n{deal.CompanyName}");

    /// <summary>Text as a search compares it.</summary>
    public static string Fold(string text) => text.ToLowerInvariant();

    /// <summary>The timeline's ends and the number of its events, counted now so that no read ever does.</summary>
    public static BsonDocument Extent(BsonDocument document) =>
        Pick(document, "start_date", "end_date").Add(
            StoredDocumentReader.ActivityCountField,
            document.GetValue("events", BsonNull.Value) switch
            {
                BsonArray events => events.Count,
                BsonNull => 0,
                _ => BsonNull.Value,
            });

    public static BsonDocument Concerns(BsonDocument document) => Pick(document, "concerns", "last_updated");

    public static BsonDocument Attendees(BsonDocument document) => Pick(document, "meeting_id", "buyer_attendees");

    public static BsonDocument Overview(BsonDocument document) =>
        Pick(document, "meeting_id", "meeting_date", "transcript");

    /// <summary>
    /// When the meeting took place, in ticks; 0 without a readable date. Ticks, and 0 rather than null, because then
    /// the table's order is that of <see cref="OverviewMaterial.ChooseMeetings"/>.
    /// </summary>
    public static long HeldAt(BsonDocument document, StoredDocumentReader reader) =>
        reader.ReadMeeting(document).Date?.Instant?.Ticks ?? DateTime.MinValue.Ticks;

    /// <summary>
    /// The meeting's part of <see cref="OverviewDigest"/>, worked out now so that no read needs the transcript for it.
    /// </summary>
    /// <param name="document">The document, or its <see cref="Overview"/>.</param>
    /// <param name="reader">Reads it.</param>
    public static byte[] Digest(BsonDocument document, StoredDocumentReader reader) =>
        OverviewDigest.OfMeeting(reader.ReadMeeting(document));

    private static BsonDocument Pick(BsonDocument document, params ReadOnlySpan<string> fields)
    {
        var picked = new BsonDocument();
        foreach (var field in (ReadOnlySpan<string>)["_id", .. fields])
        {
            if (document.TryGetValue(field, out var value))
            {
                picked.Add(field, value);
            }
        }

        return picked;
    }
}
