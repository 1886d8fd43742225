using DealInsights.WebApi.Observability.Diagnostics;

namespace DealInsights.WebApi.UnitTests.Observability;

[TestFixture]
internal sealed class FindingsTests
{
    private static readonly DurationReport None = new(0, 0, 0, 0, 0, 0);

    private static readonly WindowReport Empty = new()
    {
        Minutes = 1,
        Seconds = 60,
        Endings = new Dictionary<string, long>(),
        InProgressPeak = 0,
        InProgressAverage = 0,
        BusyCores = 0,
        All = None,
        Own = new WaitReport(None, 0, null),
        Database = new WaitReport(None, 0, 0),
        LanguageModel = new WaitReport(None, 0, 0),
        PoolWait = None,
        Endpoints = [],
        Queries = [],
        Counters = [],
        Timeline = [],
        Slow = [],
    };

    [Test]
    public void NothingMeasured_IsIdle() =>
        Assert.That(Findings.Of(Empty, 50).Select(finding => finding.Verdict), Is.EqualTo(new[] { "idle", "idle", "idle" }));

    [TestCase(5, "good")]
    [TestCase(500, "fair")]
    [TestCase(17_000, "poor")]
    public void OwnTime_ShowsWhetherRequestsWaitForEachOther(double milliseconds, string verdict) =>
        Assert.That(OneAfterAnother(milliseconds, busyCores: 0.1).Verdict, Is.EqualTo(verdict));

    [Test]
    public void LongOwnTime_IsExplainedByTheProcessor()
    {
        Assert.That(OneAfterAnother(2_000, Environment.ProcessorCount).Answer, Does.Contain("The processor is the limit"));
        Assert.That(OneAfterAnother(2_000, busyCores: 0).Answer, Does.Contain("wait for a lock or a thread"));
    }

    [TestCase(1_500, "good")]
    [TestCase(3_000, "fair")]
    [TestCase(9_000, "poor")]
    public void Model_IsJudgedByTheTargetsOfOneRequest(double milliseconds, string verdict)
    {
        var window = Empty with { LanguageModel = new WaitReport(Taking(milliseconds), 1, 1) };

        Assert.That(Findings.Of(window, 50)[1].Verdict, Is.EqualTo(verdict));
    }

    [TestCase(10, 50, "good")]
    [TestCase(40, 50, "fair")]
    [TestCase(50, 50, "fair")]
    [TestCase(51, 50, "poor")]
    [TestCase(1_000, null, "good")]
    public void Pool_IsExhaustedByMoreCallsThanConnections(long calls, int? connections, string verdict)
    {
        var window = Empty with { Database = new WaitReport(Taking(2), 1, calls) };

        Assert.That(Findings.Of(window, connections)[2].Verdict, Is.EqualTo(verdict));
    }

    private static Finding OneAfterAnother(double milliseconds, double busyCores) =>
        Findings.Of(Empty with { Own = new WaitReport(Taking(milliseconds), 1, null), BusyCores = busyCores }, 50)[0];

    private static DurationReport Taking(double milliseconds) => new(1, 1, milliseconds, milliseconds, milliseconds, milliseconds);
}
