using System.Text.Json;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Report;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class CrowdedResultTests
{
    [TestCase(15, true)]
    [TestCase(15.1, false)]
    public void IsMet_OnBothSidesOfTheTarget_FollowsTheMiddlePairOfRounds(double milliseconds, bool expected)
    {
        var crowded = Crowded() with { Alone = Series([10, 10, 10]), Crowded = Series([90, 1, milliseconds]) };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(crowded.P99Ratio, Is.EqualTo(milliseconds / 10).Within(1e-9));
            Assert.That(crowded.IsMet, Is.EqualTo(expected));
            Assert.That(crowded.Problems, Is.Empty);
        }
    }

    [Test]
    public void Problems_WhenSomeAnswersOfASeriesAreNotStored_LeaveTheVerdictOpen()
    {
        var crowded = Crowded() with
        {
            Crowded = Series([12]) with { Answers = Answers(("stored", 998), ("model", 2)) },
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(crowded.Problems, Is.EqualTo([CrowdedProblem.SeriesNotStored]));
            Assert.That(crowded.IsMet, Is.Null);
            Assert.That(CrowdedWording.Verdict(crowded), Is.Null);
            Assert.That(CrowdedWording.Problems(crowded).Single(), Does.Contain("100% of the answers alone and 99.8%"));
        }
    }

    [Test]
    public void Problems_WhenAFewAnswersOfASeriesAreNotStored_AreNone() =>
        Assert.That(
            (Crowded() with
            {
                Alone = Series([10]) with { Answers = Answers(("stored", 999), ("model", 1)) },
            }).Problems,
            Is.Empty);

    [Test]
    public void Problems_WhenNothingWasMeasured_SayThatNothingIsStored() =>
        Assert.That(
            (Crowded() with { Alone = null, Crowded = null, AverageInFlight = null, Crowd = Answers() }).Problems,
            Is.EqualTo([CrowdedProblem.NotStored]));

    [Test]
    public void Problems_WhenTheFreshDealsRanOut_EstimateHowManyAreNeeded()
    {
        var crowded = Crowded() with
        {
            RanOut = true,
            FreshDeals = 500,
            FreshDealsUsed = 500,
            CrowdSeconds = 5,
            PlannedCrowdSeconds = 30,
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(crowded.Problems, Is.EqualTo([CrowdedProblem.RanOut]));
            Assert.That(CrowdedWording.Problems(crowded).Single(), Does.Contain("about 3,000 are needed"));
        }
    }

    [TestCase("stored")]
    [TestCase("offline")]
    public void Problems_WhenTheCrowdDoesNotReachTheModel_SayWho(string source) =>
        Assert.That(
            (Crowded() with { Crowd = Answers(("model", 94), (source, 6)) }).Problems,
            Is.EqualTo([CrowdedProblem.CrowdNotByModel]));

    [TestCase(90, 0)]
    [TestCase(89.9, 1)]
    public void Problems_WhenTheCrowdIsThin_AreOne(double inFlight, int expected) =>
        Assert.That((Crowded() with { AverageInFlight = inFlight }).Problems, Has.Count.EqualTo(expected));

    [Test]
    public void Problems_WhenTheRunWasInterrupted_AreNone()
    {
        var crowded = Crowded() with { Alone = null, Crowded = null, EndedEarly = true };

        Assert.That((crowded.Problems.Count, crowded.IsMet), Is.EqualTo((0, (bool?)null)));
    }

    [TestCase(false, 0)]
    [TestCase(true, 1)]
    public void ExitCode_WhenTheRatioIsMissed_IsOneOnlyIfStrict(bool isStrict, int expected) =>
        Assert.That(
            ExitCode.Of(Result(Crowded() with { Crowded = Series([20]) }), new LoadTestOptions { IsStrict = isStrict }),
            Is.EqualTo(expected));

    [Test]
    public void ExitCode_WhenItCouldNotMeasure_IsOneWhateverIsAllowed() =>
        Assert.That(
            ExitCode.Of(Result(Crowded() with { RanOut = true }), new LoadTestOptions { AllowsErrors = true }),
            Is.EqualTo(ExitCode.Failure));

    [Test]
    public void Failed_WhenTheCrowdIsRefused_CountsIt() =>
        Assert.That(
            Result(Crowded() with { Crowd = Of(new RequestOutcome { Status = 503, Failure = "status 503" }) }).Failed,
            Is.EqualTo(1));

    [Test]
    public void Reports_OfACrowd_ShowTheSharesAndTheRatio()
    {
        var result = Result(Crowded());

        var html = HtmlReport.Write(result);
        var json = JsonElement.Parse(JsonReport.Write(result)).GetProperty("crowded");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(html, Does.Contain("is 1.20 times what it is alone").And.Contain("stored 100%"));
            Assert.That(html, Does.Contain("on average: 99.5 of 100").And.Contain("Fresh deals used: 60 of 1,000"));
            Assert.That(json.GetProperty("p99Ratio").GetDouble(), Is.EqualTo(1.2).Within(1e-9));
            Assert.That(json.GetProperty("isMet").GetBoolean(), Is.True);
        }
    }

    private static CrowdedResult Crowded() => new()
    {
        Preparation = Answers(("stored", 10)),
        Deals = 10,
        StoredDeals = 10,
        Alone = Series([10]),
        Crowded = Series([12]),
        ModelCalls = 100,
        AverageInFlight = 99.5,
        Crowd = Answers(("model", 60)),
        FreshDeals = 1_000,
        FreshDealsUsed = 60,
        CrowdSeconds = 10,
        PlannedCrowdSeconds = 10,
        RanOut = false,
        EndedEarly = false,
    };

    private static SustainedResult Series(double[] p99s) => new()
    {
        Endpoint = "company-overview",
        IsBaseline = false,
        Answers = Answers(("stored", 1_000)),
        Rounds =
        [
            .. p99s.Select(p99 => new SustainedRound
            {
                StartedAt = 0,
                RequestsPerSecond = 1_000,
                P99 = p99,
                Slice = 1,
                Timeline = [],
                ServerCpuPerRequest = null,
                GeneratorCpuPerRequest = null,
            }),
        ],
    };

    private static AnswerSummary Answers(params (string Source, int Count)[] sources) => Of(
    [
        .. sources.SelectMany(source => Enumerable.Repeat(
            new RequestOutcome { Status = 200, Latency = TimeSpan.FromMilliseconds(5), InsightSource = source.Source },
            source.Count)),
    ]);

    private static AnswerSummary Of(params RequestOutcome[] outcomes)
    {
        var tally = new RequestTally();
        foreach (var outcome in outcomes)
        {
            tally.Record(outcome);
        }

        return AnswerSummary.Of(tally);
    }

    private static LoadTestResult Result(CrowdedResult crowded) => new()
    {
        Facts = RunFacts.Of(new LoadTestOptions(), 10, DateTimeOffset.UnixEpoch, endedEarly: false),
        Bursts = [],
        Sustained = [],
        Crowded = crowded,
    };
}
