using DealInsights.Domain.Deals;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The deals, with the columns by which they are listed.</summary>
internal sealed class DealInfoTable() : DocumentTable(StoredCollection.DealInfo)
{
    /// <summary>Text in the form in which a search compares it.</summary>
    public static string Fold(string text) => text.ToLowerInvariant();

    /// <inheritdoc/>
    protected override void Insert(EmbeddedConnection connection, BsonDocument document, StoredDocumentReader reader)
    {
        var deal = reader.ReadDeal(document);
        var hubSpotId = document.GetValue("hubspot_id", BsonNull.Value) as BsonString;
        Replace(
            connection,
            ("deal_id", deal.Name),
            ("object_id", (document["_id"] as BsonObjectId)?.Value.ToString()),
            ("hubspot_id", hubSpotId?.Value == deal.Id ? deal.Id : null),
            ("stage", deal.Stage),
            ("owner", deal.Owner),
            ("amount_order", DealOrder.AmountKey(deal.Amount)),
            ("modified_at", DealOrder.TimeKey(deal.LastModifiedAt)),
            ("search", Fold($"{deal.Name}\n{deal.CompanyName}")),
            ("document", document.ToBson()));
    }
}
