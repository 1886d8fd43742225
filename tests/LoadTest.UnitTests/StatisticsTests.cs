using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class StatisticsTests
{
    private static readonly double[] OneToHundred = [.. Enumerable.Range(1, 100).Select(number => (double)number)];

    [TestCase(0, 1)]
    [TestCase(1, 1)]
    [TestCase(50, 50)]
    [TestCase(50.5, 51)]
    [TestCase(99, 99)]
    [TestCase(99.1, 100)]
    [TestCase(100, 100)]
    public void Percentile_OfOneToHundred_IsTheNearestRank(double percent, double expected) =>
        Assert.That(Statistics.Percentile(OneToHundred, percent), Is.EqualTo(expected));

    [Test]
    public void Median_OfAnEvenNumber_IsTheMeanOfTheMiddle() =>
        Assert.That(Statistics.Median([9, 1, 4, 2]), Is.EqualTo(3));

    [Test]
    public void Tally_OfSeveralConnections_MergesLatenciesFailuresAndSources()
    {
        var first = new Tally();
        first.Record(Success(milliseconds: 30, source: "model"));
        first.Record(Success(milliseconds: 10, source: "stored"));
        var second = new Tally();
        second.Record(Success(milliseconds: 20, source: "stored"));
        second.Record(new RequestOutcome(TimeSpan.FromMilliseconds(1), "status 503", InsightSource: null, HasResponse: true));

        var sum = Tally.Sum([first, second]);

        Assert.That((sum.Succeeded, sum.Failed), Is.EqualTo((3, 1)));
        Assert.That((sum.Percentile(50), sum.Percentile(100)), Is.EqualTo((20.0, 30.0)), "failures have no latency");
        Assert.That(sum.Sources, Is.EqualTo(new Dictionary<string, int> { ["model"] = 1, ["stored"] = 2 }));
        Assert.That(sum.Failures, Is.EqualTo(new Dictionary<string, int> { ["status 503"] = 1 }));
    }

    private static RequestOutcome Success(double milliseconds, string source) =>
        new(TimeSpan.FromMilliseconds(milliseconds), Failure: null, source, HasResponse: true);
}
