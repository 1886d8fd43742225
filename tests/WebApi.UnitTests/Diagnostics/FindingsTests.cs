using DealInsights.WebApi.Diagnostics;

namespace DealInsights.WebApi.UnitTests.Diagnostics;

[TestFixture]
internal sealed class FindingsTests
{
    private readonly TimingTotals _totals = new(1, 1);

    [SetUp]
    public void SetUp() => _totals.Clear();

    [Test]
    public void NothingAsked_FindsNothing() =>
        Assert.Multiple(() =>
        {
            Assert.That(Findings.OneAfterAnother(_totals, TimeSpan.FromMinutes(1), null).Verdict, Is.EqualTo("idle"));
            Assert.That(Findings.SlowModel(_totals).Verdict, Is.EqualTo("idle"));
            Assert.That(Findings.ExhaustedPool(_totals, 50).Verdict, Is.EqualTo("idle"));
        });

    [TestCase(5, "good")]
    [TestCase(500, "fair")]
    [TestCase(17_000, "poor")]
    public void OwnTime_TellsWhetherRequestsWaitForEachOther(int milliseconds, string verdict)
    {
        _totals.All.Record(TimeSpan.FromMilliseconds(milliseconds));
        _totals.Own.Record(TimeSpan.FromMilliseconds(milliseconds));

        Assert.That(Findings.OneAfterAnother(_totals, TimeSpan.FromMinutes(1), 0.1).Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void OwnTime_WithEveryCoreBusy_IsTheProcessors()
    {
        _totals.All.Record(TimeSpan.FromSeconds(2));
        _totals.Own.Record(TimeSpan.FromSeconds(2));

        Assert.Multiple(() =>
        {
            Assert.That(
                Findings.OneAfterAnother(_totals, TimeSpan.FromMinutes(1), Environment.ProcessorCount).Answer,
                Does.Contain("The processor is the limit"));
            Assert.That(
                Findings.OneAfterAnother(_totals, TimeSpan.FromMinutes(1), 0).Answer,
                Does.Contain("something waits its turn"));
        });
    }

    [TestCase(1_500, "good")]
    [TestCase(3_000, "fair")]
    [TestCase(9_000, "poor")]
    public void Model_IsJudgedByTheTargetsOfOneRequest(int milliseconds, string verdict)
    {
        _totals.Model.Record(TimeSpan.FromMilliseconds(milliseconds));

        Assert.That(Findings.SlowModel(_totals).Verdict, Is.EqualTo(verdict));
    }

    [TestCase(10, 50, "good")]
    [TestCase(40, 50, "fair")]
    [TestCase(50, 50, "fair")]
    [TestCase(51, 50, "poor")]
    [TestCase(1_000, null, "good")]
    public void Pool_IsExhaustedByMoreCallsThanConnections(int calls, int? connections, string verdict)
    {
        _totals.Database.Record(TimeSpan.FromMilliseconds(2));
        _totals.DatabasePeak = calls;

        Assert.That(Findings.ExhaustedPool(_totals, connections).Verdict, Is.EqualTo(verdict));
    }
}
