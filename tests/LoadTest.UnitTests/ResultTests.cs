using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Report;
using DealInsights.LoadTest.Results;
using DealInsights.LoadTest.Targets;
using Spectre.Console;

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

    [TestCase("deal-info", 400, true)]
    [TestCase("deal-info", 300, false)]
    [TestCase("company-overview", 510, true)]
    [TestCase("company-overview", 490, false)]
    public void IsMet_WhenTheMedianRoundReachesTheEndpointsTarget_IsTrue(
        string endpoint, double serviceRate, bool expected)
    {
        var comparison = Compare(endpoint, bare: [1000, 1000, 1000], service: [serviceRate, 1000, 100])!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(comparison.Ratio, Is.EqualTo(serviceRate / 1000).Within(1e-9));
            Assert.That((comparison.LowestRatio, comparison.HighestRatio), Is.EqualTo((0.1, 1.0)));
            Assert.That(comparison.IsMet, Is.EqualTo(expected));
        }
    }

    [Test]
    public void Comparison_WhenTheBareServerAnsweredAnotherEndpoint_IsNone() =>
        Assert.That(
            BaselineComparison.AllOf(
                [Series("deal-info", [1000], isBaseline: true), Series("company-overview", [900])]),
            Is.Empty);

    [Test]
    public void Comparison_WhenTheEndpointHasNoTarget_IsNone() =>
        Assert.That(Compare("get-concerns", bare: [1000], service: [900]), Is.Null);

    [Test]
    public void InsightShares_WhenSomeAnswersNameNoSource_CountThemToo()
    {
        var answers = Summary(
            Good with { InsightSource = "stored" }, Good with { InsightSource = "stored" }, Good,
            Good with { InsightSource = "model" }, Refused with { InsightSource = "model" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.InsightShares, Is.EqualTo(new Dictionary<string, double>
            {
                ["stored"] = 0.5,
                ["model"] = 0.25,
                [AnswerSummary.NoSource] = 0.25,
            }));
            Assert.That((answers.StoredShare, answers.ModelShare), Is.EqualTo((0.5, 0.25)));
            Assert.That(Wording.AnsweredBy(answers), Is.EqualTo("stored 50%, model 25%, no header 25%"));
        }
    }

    [Test]
    public void InsightShares_WhenNoAnswerNamesASource_AreEmpty() =>
        Assert.That(Wording.AnsweredBy(Summary(Good, Good)), Is.EqualTo(Wording.None));

    [TestCase(1, "100%")]
    [TestCase(0.99999, "99.9%")]
    [TestCase(0.00001, "0.1%")]
    [TestCase(0, "0%")]
    public void Share_NextToAllOrNothing_IsNotRoundedToIt(double share, string expected) =>
        Assert.That(Wording.Share(share), Is.EqualTo(expected));

    [TestCase(true)]
    [TestCase(false)]
    public void Reports_OfEachComparison_NameItsTargetAndWhoAnswered(bool isHtml)
    {
        var byModel = Summary(Good with { InsightSource = "model" });
        var result = Result(Burst([1], Good)) with
        {
            Sustained =
            [
                Series("deal-info", [1000], isBaseline: true), Series("deal-info", [400]),
                Series("company-overview", [1000], isBaseline: true),
                Series("company-overview", [400]) with { Answers = byModel },
            ],
        };

        var report = isHtml ? HtmlReport.Write(result) : ConsoleText(result);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report, Does.Contain("deal-info reaches 40%").And.Contain("target of a third is met"));
            Assert.That(report, Does.Contain("company-overview (answered by: model 100%) reaches 40%"));
            Assert.That(report, Does.Contain("target of half is MISSED"));
            Assert.That(result.MissesTarget, Is.True);
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

    private static BurstResult Burst(double[] seconds, params RequestOutcome[] outcomes) => BurstResult.Of(
        1,
        [.. seconds.Select(TimeSpan.FromSeconds)],
        new Dictionary<string, RequestTally> { ["deal-info"] = Tally(outcomes) });

    private static AnswerSummary Summary(params RequestOutcome[] outcomes) => AnswerSummary.Of(Tally(outcomes));

    private static RequestTally Tally(RequestOutcome[] outcomes)
    {
        var tally = new RequestTally();
        foreach (var outcome in outcomes)
        {
            tally.Record(outcome);
        }

        return tally;
    }

    private static LoadTestResult Result(BurstResult burst) => new()
    {
        Facts = RunFacts.Of(new LoadTestOptions(), deals: 1, DateTimeOffset.UnixEpoch, endedEarly: false),
        Bursts = [burst],
        Sustained = [],
    };

    private static LoadTestResult Result(IReadOnlyList<SustainedResult> sustained) => new()
    {
        Facts = RunFacts.Of(new LoadTestOptions(), deals: 1, DateTimeOffset.UnixEpoch, endedEarly: false),
        Bursts = [],
        Sustained = sustained,
    };

    [TestCase(96, true)]
    [TestCase(94, false)]
    public void Costs_TellWhatIsLeftBesideTheSameRequestsUnchecked(double rate, bool isMet)
    {
        var result = Result([
            Series("deal-info", [200], isBaseline: true),
            Series("deal-info", [100, 100, 100]),
            Series("get-concerns", [50]) with { Variant = "API key unchecked" },
            Series("deal-info", [100, 100, 100]) with { Variant = "API key unchecked" },
            Series("deal-info", [rate, rate + 2, rate - 2]) with { Variant = "API key" },
        ]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Costs.Single().Ratio, Is.EqualTo(rate / 100));
            Assert.That(result.Comparisons.Single().Ratio, Is.EqualTo(0.5));
            Assert.That(result.MissesTarget, Is.EqualTo(!isMet));
            Assert.That(ConsoleText(result), Does.Contain("deal-info, API key").And.Contain(isMet ? "is met" : "MISSED"));
        }
    }

    [TestCase(91, true)]
    [TestCase(89, false)]
    public void Costs_TellWhatLogsAndMetricsLeave(double rate, bool isMet)
    {
        var result = Result([
            Series("deal-info", [rate, rate + 2, rate - 2]),
            Series("deal-info", [100, 100, 100]) with { Variant = SustainedResult.Unobserved },
            Series("get-concerns", [100]) with { Variant = SustainedResult.Unobserved },
            Series("get-stakeholders", [100]),
        ]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Costs.Select(cost => (cost.Name, cost.Ratio)), Is.EqualTo(new[] { ("deal-info", rate / 100) }));
            Assert.That(result.MissesTarget, Is.EqualTo(!isMet));
            Assert.That(ConsoleText(result), Does.Contain("without logs and metrics").And.Contain(isMet ? "is met" : "MISSED"));
        }
    }

    private static BaselineComparison? Compare(string endpoint, double[] bare, double[] service) =>
        BaselineComparison.AllOf([Series(endpoint, bare, isBaseline: true), Series(endpoint, service)])
            .SingleOrDefault();

    private static string ConsoleText(LoadTestResult result)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
        new ConsoleReport(console).Write(result);
        return text.ToString();
    }

    private static SustainedResult Series(string endpoint, double[] rates, bool isBaseline = false) => new()
    {
        Endpoint = endpoint,
        IsBaseline = isBaseline,
        Answers = Summary(),
        Rounds =
        [
            .. rates.Select(rate => new SustainedRound
            {
                StartedAt = 0,
                RequestsPerSecond = rate,
                P99 = 1,
                Slice = 1,
                Timeline = [rate],
                ServerCpuPerRequest = null,
                GeneratorCpuPerRequest = null,
            }),
        ],
    };
}
