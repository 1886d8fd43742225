using System.Text;
using System.Text.RegularExpressions;
using DealInsights.Domain.Deals;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>The query for a page of deals.</summary>
/// <remarks>
/// By name the server finds a page in an index. It cannot sort by amount or by last change, because other programs store
/// amounts as text and dates in several forms. So all deals that pass the filters are read and sorted here.
/// </remarks>
internal static class MongoDealList
{
    /// <summary>Those of the filters, in the order by name; that of the key serves the list without filters.</summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(StoredCollection.DealInfo, ["stage", "deal_id"]),
        new(StoredCollection.DealInfo, ["owner", "deal_id"]),
    ];

    /// <summary>The projection of a deal.</summary>
    public static readonly ProjectionDefinition<BsonDocument> Fields = new BsonDocument
    {
        { "deal_id", 1 },
        { "hubspot_id", 1 },
        { "company_name", 1 },
        { "stage", 1 },
        { "owner", 1 },
        { "amount", 1 },
        { "created_date", 1 },
        { "last_modified_date", 1 },
        { "last_updated", 1 },
    };

    /// <summary>Finds the page.</summary>
    public static async Task<IReadOnlyList<Deal>> FindAsync(
        IMongoDatabase database, DealListing listing, StoredDocumentReader reader, CancellationToken cancellationToken)
    {
        var deals = database.CollectionOf(StoredCollection.DealInfo);
        var (order, after) = (listing.Order, listing.After);
        if (order.By == DealSortKey.Name)
        {
            var page = await deals
                .Find(Filter(listing.Filter, after is null ? [] : new BsonDocument(order.IsDescending ? "$lt" : "$gt", after.Name)))
                .Project(Fields)
                .Sort(new BsonDocument("deal_id", order.IsDescending ? -1 : 1))
                .Limit(listing.Limit)
                .ToListAsync(cancellationToken);

            return [.. page.Select(reader.ReadDeal)];
        }

        var found = await deals.Find(Filter(listing.Filter, [])).Project(Fields).ToListAsync(cancellationToken);
        var inOrder = Comparer<DealPosition>.Create(
            (one, other) => order.IsDescending ? Compare(other, one) : Compare(one, other));

        return
        [
            .. found
                .Select(reader.ReadDeal)
                .Select(deal => (Deal: deal, Position: order.PositionOf(deal)))
                .Where(listed => after is null || inOrder.Compare(listed.Position, after) > 0)
                .OrderBy(listed => listed.Position, inOrder)
                .Take(listing.Limit)
                .Select(listed => listed.Deal),
        ];
    }

    /// <summary>Compares as the stores do: names by their UTF-8 bytes.</summary>
    private static int Compare(DealPosition one, DealPosition other) => one.Key == other.Key
        ? Encoding.UTF8.GetBytes(one.Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Name))
        : one.Key.CompareTo(other.Key);

    /// <summary>The deals that pass the filter. Damaged ones, whose <c>deal_id</c> is not text, never do.</summary>
    private static FilterDefinition<BsonDocument> Filter(DealFilter filter, BsonDocument name)
    {
        var conditions = new BsonArray { new BsonDocument("deal_id", OfText().AddRange(name)) };
        Add("deal_id", filter.Name);
        Add("stage", filter.Stage);
        Add("owner", filter.Owner);
        if (filter.Search is { } search)
        {
            var pattern = new BsonRegularExpression(Regex.Escape(search), "i");
            conditions.Add(new BsonDocument("$or", new BsonArray
            {
                new BsonDocument("deal_id", pattern),
                new BsonDocument("company_name", OfText().Add("$regex", pattern)),
            }));
        }

        return new BsonDocument("$and", conditions);

        void Add(string field, string? value)
        {
            if (value is not null)
            {
                conditions.Add(new BsonDocument(field, OfText().Add("$eq", value)));
            }
        }
    }

    // A type condition alone would also match a list that contains text.
    private static BsonDocument OfText() => new()
    {
        { "$type", "string" },
        { "$not", new BsonDocument("$type", "array") },
    };
}
