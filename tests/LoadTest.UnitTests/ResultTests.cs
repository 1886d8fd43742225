using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Report;
using DealInsights.LoadTest.Results;
using DealInsights.LoadTest.Targets;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class ResultTests
{
    private static readonly RequestOutcome Good = new() { Status = 200, Latency = TimeSpan.FromMilliseconds(5) };
    private static readonly RequestOutcome Refused = new() { Status = 503, Failure = "status 503" };

    [Test]
    public void Grade_WhenOneRepeatWasSlow_IsThatRepeats() =>
        Assert.That(Burst([1, 1, 6], Good).Grade, Is.EqualTo(Grade.BeyondAcceptable));

    [Test]
    public void Grade_WhenARequestWasRefused_IsNotGiven() => Assert.That(Burst([1], Good, Refused).Grade, Is.Null);

    [Test]
    public void Latency_WhenARequestWasRefused_LeavesItOut() =>
        Assert.That(Burst([1], Good, Refused).Answers.Latency.P50, Is.EqualTo(5).Within(1).Percent);

    [TestCase(400, true)]
    [TestCase(300, false)]
    public void IsMet_WhenTheMedianRoundReachesAThird_IsTrue(double serviceRate, bool expected)
    {
        var comparison = Compare(bare: [1000, 1000, 1000], service: [serviceRate, 1000, 100]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(comparison.Ratio, Is.EqualTo(serviceRate / 1000).Within(1e-9));
            Assert.That((comparison.LowestRatio, comparison.HighestRatio), Is.EqualTo((0.1, 1.0)));
            Assert.That(comparison.IsMet, Is.EqualTo(expected));
        }
    }

    [TestCase(false, 1)]
    [TestCase(true, 0)]
    public void ExitCode_WhenARequestFailed_IsOneUnlessAllowed(bool allowsErrors, int expected) =>
        Assert.That(
            ExitCode.Of(Result(Burst([1], Refused)), new LoadTestOptions { AllowsErrors = allowsErrors }),
            Is.EqualTo(expected));

    [TestCase(false, 0)]
    [TestCase(true, 1)]
    public void ExitCode_WhenATargetIsMissed_IsOneOnlyIfStrict(bool isStrict, int expected) =>
        Assert.That(
            ExitCode.Of(Result(Burst([6], Good)), new LoadTestOptions { IsStrict = isStrict }), Is.EqualTo(expected));

    [Test]
    public void HtmlReport_WhateverTheServerSays_ReachesForNothingOutside()
    {
        var hostile = new RequestOutcome { Status = 200, Failure = "content type <img src=http://elsewhere>" };

        var html = HtmlReport.Write(Result(Burst([1], Good, hostile)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(html, Does.Contain("content type &lt;img"));
            Assert.That(html, Does.Not.Contain("<img").And.Not.Contain("<script").And.Not.Contain("url("));
            Assert.That(html, Does.Not.Contain("<link"));
        }
    }

    private static BurstResult Burst(double[] seconds, params RequestOutcome[] outcomes)
    {
        var tally = new RequestTally();
        foreach (var outcome in outcomes)
        {
            tally.Record(outcome);
        }

        return BurstResult.Of(
            1,
            [.. seconds.Select(TimeSpan.FromSeconds)],
            new Dictionary<string, RequestTally> { ["deal-info"] = tally });
    }

    private static LoadTestResult Result(BurstResult burst) => new()
    {
        Facts = RunFacts.Of(new LoadTestOptions(), deals: 1, DateTimeOffset.UnixEpoch, endedEarly: false),
        Bursts = [burst],
        Sustained = [],
    };

    private static BaselineComparison Compare(double[] bare, double[] service) =>
        BaselineComparison.Of(Series(SustainedResult.BaselineName, bare), Series("deal-info", service))!;

    private static SustainedResult Series(string name, double[] rates) => new()
    {
        Name = name,
        Answers = AnswerSummary.Of(new RequestTally()),
        Rounds =
        [
            .. rates.Select(rate => new SustainedRound
            {
                StartedAt = 0,
                RequestsPerSecond = rate,
                Slice = 1,
                Timeline = [rate],
                ServerCpuPerRequest = null,
                GeneratorCpuPerRequest = null,
            }),
        ],
    };
}
