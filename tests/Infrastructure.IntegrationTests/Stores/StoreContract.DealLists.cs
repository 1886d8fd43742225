using System.Globalization;
using DealInsights.Domain.Deals;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    private static readonly DealFilter AnyDeal = new(null, null, null, null);
    private static readonly DealOrder ByName = new(DealSortKey.Name, IsDescending: false);
    private static readonly DealOrder ByAmount = new(DealSortKey.Amount, IsDescending: false);
    private static readonly DealOrder ByChange = new(DealSortKey.LastModified, IsDescending: false);

    private static IEnumerable<TestCaseData> Orders() =>
        from order in (DealOrder[])[ByName, ByAmount, ByChange]
        from isDescending in (bool[])[false, true]
        select new TestCaseData(order with { IsDescending = isDescending }).SetArgDisplayNames($"{order.By}, {isDescending}");

    [TestCaseSource(nameof(Orders))]
    public async Task ListDeals_InPagesOfTwo_ReturnsAllInOrder(DealOrder order)
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            """{"deal_id":"b","amount":"$1,000.00","last_modified_date":{"$date":"2026-01-02T00:00:00Z"}}""",
            """{"deal_id":"B","amount":20,"last_modified_date":"2026-01-03"}""",
            """{"deal_id":"a","amount":"€20","last_modified_date":"2026-01-03T00:00:00+02:00"}""",
            """{"deal_id":"😀","amount":"N/A","last_modified_date":"soon"}""",
            "{\"deal_id\":\"\uE000\",\"amount\":\"-5\"}",
            """{"deal_id":"é","amount":{"$numberDecimal":"999.9999"},"last_modified_date":{"$date":"2025-12-31T00:00:00Z"}}""");
        string[] expected = order.By switch
        {
            // By code point: capitals first, and what UTF-16 writes as a surrogate pair last.
            DealSortKey.Name => ["B", "a", "b", "é", "\uE000", "😀"],
            DealSortKey.Amount => ["😀", "\uE000", "B", "a", "é", "b"],
            _ => ["\uE000", "😀", "é", "b", "a", "B"],
        };

        var found = await PagesAsync(AnyDeal, order, limit: 2);

        Assert.That(found, Is.EqualTo(order.IsDescending ? expected.Reverse() : expected));
    }

    [TestCase("won", null, null, "a", "c")]
    [TestCase("Won", null, null)]
    [TestCase(null, "Dana", null, "a", "b")]
    [TestCase("won", "Dana", null, "a")]
    [TestCase(null, null, "SÖHNE", "c")]
    [TestCase(null, null, "100%", "d")]
    [TestCase(null, null, ".*")]
    [TestCase(null, null, "a (x", "d")]
    [TestCase("won", null, "acme", "a")]
    public async Task ListDeals_WithFilters_ReturnsWhatPassesAllOfThem(
        string? stage, string? owner, string? search, params string[] expected)
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            """{"deal_id":"a","stage":"won","owner":"Dana","company_name":"ACME"}""",
            """{"deal_id":"b","stage":"lost","owner":"Dana"}""",
            """{"deal_id":"c","stage":"won","owner":{},"company_name":"Brandt & Söhne"}""",
            """{"deal_id":"d","stage":["won"],"owner":["Dana"],"company_name":"A (x 100%"}""");
        var filter = new DealFilter(null, stage, owner, search);

        var found = new List<IReadOnlyList<string>>();
        foreach (var order in (DealOrder[])[ByName, ByAmount, ByChange])
        {
            found.Add(await PagesAsync(filter, order, limit: 1));
        }

        Assert.That(found, Is.All.EquivalentTo(expected));
    }

    [Test]
    public async Task ListDeals_WhenThereAreNone_ReturnsNone() =>
        Assert.That(
            await _store.Deals.ListAsync(new DealListing(AnyDeal, ByAmount, new DealPosition(0, "x"), 10), CancellationToken.None),
            Is.Empty);

    [TestCaseSource(nameof(ChangingOrders))]
    public async Task ListDeals_WhileOthersInsertAndDelete_ShowsEveryDealThatStayedOnce(DealOrder order, int deals)
    {
        // Of ten deals eight stay, one is there at first and goes away, one comes while pages are read.
        const int Limit = 200;
        var documents = Enumerable.Range(0, deals).Select(Deal).ToList();
        var staying = documents.Where((_, number) => number % 10 < 8).ToList();
        var going = documents.Where((_, number) => number % 10 == 8).ToList();
        var coming = documents.Where((_, number) => number % 10 == 9).ToList();
        await _store.Documents.UpsertAsync(StoredCollection.DealInfo, [.. staying, .. going], CancellationToken.None);

        var seen = new List<string>();
        DealPosition? after = null;
        for (var page = 0; ; page++)
        {
            var found = await _store.Deals.ListAsync(new DealListing(AnyDeal, order, after, Limit), CancellationToken.None);
            seen.AddRange(found.Select(deal => deal.Name));
            if (found.Count < Limit)
            {
                break;
            }

            after = order.PositionOf(found[^1]);
            // Between two pages: some before the position, some behind, and the very deal that it names.
            await RemoveDealsAsync(going.Where((_, number) => number % 20 == page % 20).Select(deal => deal["deal_id"].AsString).Append(
                going.Exists(deal => deal["deal_id"].AsString == after.Name) ? after.Name : "none"));
            await _store.Documents.UpsertAsync(
                StoredCollection.DealInfo, [.. coming.Where((_, number) => number % 20 == page % 20)], CancellationToken.None);
        }

        Assert.That(seen, Is.Unique);
        Assert.That(staying.Select(deal => deal["deal_id"].AsString).Except(seen), Is.Empty);
    }

    private static IEnumerable<TestCaseData> ChangingOrders() =>
    [
        new TestCaseData(ByName, 12_500).SetArgDisplayNames("by name, 10,000 stay"),
        new TestCaseData(ByAmount with { IsDescending = true }, 2_000).SetArgDisplayNames("by amount, greatest first"),
        new TestCaseData(ByChange, 2_000).SetArgDisplayNames("by change"),
    ];

    /// <summary>Takes deals out of the store behind the service's back.</summary>
    protected abstract Task RemoveAsync(StoreUnderTest store, IEnumerable<string> dealNames);

    private Task RemoveDealsAsync(IEnumerable<string> names) => RemoveAsync(_store, names);

    // Names, amounts and times in three different orders; many deals share an amount.
    private static BsonDocument Deal(int number) => new()
    {
        { "deal_id", string.Create(CultureInfo.InvariantCulture, $"Deal {number * 7919 % 100_003:D6}") },
        { "amount", string.Create(CultureInfo.InvariantCulture, $"${number % 97}.00") },
        { "last_modified_date", new BsonDateTime(Utc(2026, 1, 1).AddMinutes(number * 31 % 1009)) },
    };

    private async Task<IReadOnlyList<string>> PagesAsync(DealFilter filter, DealOrder order, int limit)
    {
        var names = new List<string>();
        DealPosition? after = null;
        while (true)
        {
            var page = await _store.Deals.ListAsync(new DealListing(filter, order, after, limit), CancellationToken.None);
            names.AddRange(page.Select(deal => deal.Name));
            if (page.Count < limit)
            {
                return names;
            }

            after = order.PositionOf(page[^1]);
        }
    }
}
