using DealInsights.LoadTest.Scenarios;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class MemoryTests
{
    [TestCase(108, true)]
    [TestCase(112, false)]
    public void Trend_FromThirdToLastQuarter_AllowsATenth(double lastQuarter, bool isFlat)
    {
        // The first half grows by far more, as caches do; one sample is an outlier.
        double[] resident =
            [10, 20, 30, 40, 50, 60, 70, 80, 100, 100, 900, 100, lastQuarter, lastQuarter, lastQuarter, lastQuarter];

        var trend = MemoryTrend.Of([.. resident.Select((value, second) => new MemorySample(second, value, 50))]);

        Assert.That(trend[0].Growth <= MemoryTrend.AllowedGrowth, Is.EqualTo(isFlat));
        Assert.That(trend[1].Growth, Is.EqualTo(1), "the heap's own trend");
    }
}
