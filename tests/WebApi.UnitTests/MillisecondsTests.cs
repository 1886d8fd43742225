using System.Globalization;
using DealInsights.WebApi.Timing;

namespace DealInsights.WebApi.UnitTests;

[TestFixture]
internal sealed class MillisecondsTests
{
    [TestCase(0, "0.00")]
    [TestCase(49, "0.00")]
    [TestCase(50, "0.01")]
    [TestCase(18_700, "1.87")]
    [TestCase(18_000, "1.80")]
    [TestCase(15_023_349_999, "1502335.00")]
    [TestCase(TimeSpan.TicksPerDay * 30, "2592000000.00")]
    public void Of_ATime_IsRoundedToTwoDecimalsAndShowsBoth(long ticks, string shown) =>
        Assert.That(Milliseconds.Of(TimeSpan.FromTicks(ticks)).ToString(CultureInfo.InvariantCulture), Is.EqualTo(shown));
}
