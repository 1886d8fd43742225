using DealInsights.Application.Deals.ListDeals;
using DealInsights.Domain.Deals;
using FluentValidation;
using Moq;

namespace DealInsights.Application.UnitTests.Deals;

[TestFixture]
internal sealed class ListDealsTests
{
    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [TestCase("name")]
    [TestCase("-name")]
    [TestCase("-amount")]
    [TestCase("lastModified")]
    public async Task Handle_WithTheCursorOfAPage_AsksForWhatIsBehindItsLastDeal(string sort)
    {
        var listings = new List<DealListing>();
        _application.Deals
            .Setup(port => port.ListAsync(Capture.In(listings), It.IsAny<CancellationToken>()))
            .ReturnsAsync([Deal("a😀", 1), Deal("b/%", 2.5m), Deal("c", 3)]);

        var first = await _application.SendAsync(Query(sort, limit: 2));
        await _application.SendAsync(Query(sort, limit: 5, first.NextCursor));

        Assert.That(first.Deals.Select(deal => deal.Name), Is.EqualTo(new[] { "a😀", "b/%" }));
        Assert.That(listings.Select(listing => listing.Limit), Is.EqualTo(new[] { 3, 6 }));
        Assert.That(listings[0].After, Is.Null);
        Assert.That(listings[1].After, Is.EqualTo(listings[1].Order.PositionOf(Deal("b/%", 2.5m))));
    }

    [Test]
    public async Task Handle_OnTheLastPage_HasNoCursor()
    {
        _application.Deals
            .Setup(port => port.ListAsync(It.IsAny<DealListing>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([Deal("a", 1), Deal("b", 2)]);

        Assert.That((await _application.SendAsync(Query("name", limit: 2))).NextCursor, Is.Null);
    }

    [Test]
    public void Handle_WithACursorThatWasChangedAnywhere_Refuses()
    {
        var filter = new DealFilter(null, null, null, null);
        var cursor = DealCursor.Write(new DealPosition(0, "Acme"), DealSorting.Find("name")!, filter);

        for (var index = 0; index < cursor.Length; index++)
        {
            var changed = cursor[..index] + (cursor[index] == 'A' ? 'B' : 'A') + cursor[(index + 1)..];
            Assert.That(DealCursor.Read(changed, DealSorting.Find("name")!, filter), Is.Null, $"at {index}");
        }

        Assert.That(
            () => _application.SendAsync(Query("-name", limit: 2, cursor)),
            Throws.TypeOf<ValidationException>().With.Message.Contains("cursor"));
    }

    private static Deal Deal(string name, decimal amount) =>
        new("17", name, null, null, null, new Money(amount, null), null, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), null);

    private static ListDealsQuery Query(string sort, int limit, string? cursor = null) =>
        new(null, null, null, null, sort, limit, cursor);
}
