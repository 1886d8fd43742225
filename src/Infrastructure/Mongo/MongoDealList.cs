using System.Text.RegularExpressions;
using DealInsights.Domain.Deals;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>The query for a page of deals.</summary>
/// <remarks>
/// Sorted by name, the server finds a page in an index. Sorted by amount or last change it cannot, because the documents
/// store amounts as text and dates in several formats. Then every deal that passes the filters is read, some 300 bytes
/// each, and the page is chosen here.
/// </remarks>
internal static class MongoDealList
{
    // The server accepts no pattern with a NUL.
    private const string IgnoreCase = "i";

    /// <summary>Those of the filters, in the order by name; that of the key serves the list without filters.</summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(StoredCollection.DealInfo, ["stage", "deal_id"], IsUnique: false),
        new(StoredCollection.DealInfo, ["owner", "deal_id"], IsUnique: false),
    ];

    /// <summary>The fields of a deal that are read.</summary>
    public static readonly ProjectionDefinition<BsonDocument> Fields = Include(
        "deal_id", "hubspot_id", "company_name", "stage", "owner", "amount", "created_date", "last_modified_date", "last_updated");

    /// <summary>Finds the page; runs within the deadline of <see cref="MongoCalls"/>.</summary>
    public static async Task<IReadOnlyList<Deal>> FindAsync(
        IMongoDatabase database, DealListing listing, StoredDocumentReader reader, CancellationToken cancellationToken)
    {
        var deals = database.CollectionOf(StoredCollection.DealInfo);
        if (listing.Order.By == DealSortKey.Name)
        {
            var found = await deals
                .Find(Filter(listing.Filter, NamesBehind(listing)))
                .Project(Fields)
                .Sort(new BsonDocument("deal_id", listing.Order.IsDescending ? -1 : 1))
                .Limit(listing.Limit)
                .ToListAsync(cancellationToken);

            return [.. found.Select(reader.ReadDeal)];
        }

        return await ChooseAsync(deals, listing, reader, cancellationToken);
    }

    private static async Task<IReadOnlyList<Deal>> ChooseAsync(
        IMongoCollection<BsonDocument> deals,
        DealListing listing,
        StoredDocumentReader reader,
        CancellationToken cancellationToken)
    {
        var inOrder = new PositionComparer(listing.Order.IsDescending);
        // Never more than a page of them is kept, whatever their number.
        var page = new SortedSet<(DealPosition Position, Deal Deal)>(
            Comparer<(DealPosition Position, Deal Deal)>.Create((one, other) => inOrder.Compare(one.Position, other.Position)));
        using var cursor = await deals
            .Find(Filter(listing.Filter, []))
            .Project(Fields)
            .ToCursorAsync(cancellationToken);
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            foreach (var deal in cursor.Current.Select(reader.ReadDeal))
            {
                var position = listing.Order.PositionOf(deal);
                if (listing.After is { } after && inOrder.Compare(position, after) <= 0)
                {
                    continue;
                }

                page.Add((position, deal));
                if (page.Count > listing.Limit)
                {
                    page.Remove(page.Max);
                }
            }
        }

        return [.. page.Select(place => place.Deal)];
    }

    private static BsonElement[] NamesBehind(DealListing listing) => listing.After is { } after
        ? [new BsonElement(listing.Order.IsDescending ? "$lt" : "$gt", after.Name)]
        : [];

    /// <summary>The deals that pass; of those whose identifier is no text, none: they are damaged.</summary>
    private static FilterDefinition<BsonDocument> Filter(DealFilter filter, IEnumerable<BsonElement> name)
    {
        var conditions = new BsonArray { new BsonDocument("deal_id", OfText().AddRange(name)) };
        if (filter.Name is { } exactName)
        {
            conditions.Add(new BsonDocument("deal_id", exactName));
        }

        if (filter.Stage is { } stage)
        {
            conditions.Add(new BsonDocument("stage", OfText().Add("$eq", stage)));
        }

        if (filter.Owner is { } owner)
        {
            conditions.Add(new BsonDocument("owner", OfText().Add("$eq", owner)));
        }

        if (filter.Search is { } search)
        {
            var pattern = new BsonRegularExpression(Regex.Escape(search), IgnoreCase);
            conditions.Add(new BsonDocument("$or", new BsonArray
            {
                new BsonDocument("deal_id", pattern),
                new BsonDocument("company_name", OfText().Add("$regex", pattern)),
            }));
        }

        return new BsonDocument("$and", conditions);
    }

    // A list with a text in it would match the text, too.
    private static BsonDocument OfText() => new()
    {
        { "$type", "string" },
        { "$not", new BsonDocument("$type", "array") },
    };

    private static ProjectionDefinition<BsonDocument> Include(params ReadOnlySpan<string> fields)
    {
        var projection = new BsonDocument();
        foreach (var field in fields)
        {
            projection.Add(field, 1);
        }

        return projection;
    }

    /// <summary>Compares as the stores do: names by their UTF-8 bytes.</summary>
    private sealed class PositionComparer(bool isDescending) : IComparer<DealPosition>
    {
        public int Compare(DealPosition? x, DealPosition? y)
        {
            var order = x!.Key.CompareTo(y!.Key);
            order = order == 0 ? CompareNames(x.Name, y.Name) : order;

            return isDescending ? -order : order;
        }

        // Of UTF-16's units, those of surrogate pairs come before U+E000; of UTF-8's bytes, behind.
        private static int CompareNames(string one, string other)
        {
            for (var index = 0; index < one.Length && index < other.Length; index++)
            {
                if (one[index] != other[index])
                {
                    return (Rank(one[index]), one[index]).CompareTo((Rank(other[index]), other[index]));
                }
            }

            return one.Length.CompareTo(other.Length);
        }

        private static int Rank(char unit) => char.IsSurrogate(unit) ? 1 : 0;
    }
}
