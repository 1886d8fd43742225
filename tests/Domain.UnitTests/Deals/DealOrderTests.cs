using DealInsights.Domain.Deals;

namespace DealInsights.Domain.UnitTests.Deals;

[TestFixture]
internal sealed class DealOrderTests
{
    [Test]
    public void AmountKey_OrdersAmountsAndPutsNoneFirst()
    {
        Money?[] inOrder =
        [
            null, new(decimal.MinValue, "USD"), new(-0.01m, "USD"), new(0, null), new(0.0001m, "EUR"), new(12_345.67m, "JPY"),
            new(1_000_000_000_000m, "USD"),
        ];

        Assert.That(inOrder.Select(DealOrder.AmountKey), Is.Ordered.Ascending.And.Unique);
    }

    [Test]
    public void AmountKey_OfWhatDoesNotFit_IsTheGreatest() =>
        Assert.That(DealOrder.AmountKey(new Money(decimal.MaxValue, null)), Is.EqualTo(long.MaxValue));

    [Test]
    public void TimeKey_PutsNoneFirst() =>
        Assert.That(DealOrder.TimeKey(null), Is.LessThan(DealOrder.TimeKey(new DateTime(1, 1, 2, 0, 0, 0, DateTimeKind.Utc))));
}
