using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Report;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class MemoryTrendTests
{
    private const int Requests = 100;
    private const long Base = 100_000_000;

    [Test]
    public void Trend_WhenACacheFillsInTheFirstHalf_IsFlat()
    {
        var trend = Trend(answered => Base + (Math.Min(answered, Requests / 2) * 1_000_000L))!;

        Assert.That((trend.IsFlat, trend.Growth), Is.EqualTo((true, 0.0)));
    }

    [TestCase(110_000_000, true)]
    [TestCase(110_000_001, false)]
    public void Trend_OnBothSidesOfTheLimit_FollowsIt(long lastQuarter, bool expected) =>
        Assert.That(Trend(answered => answered > 75 ? lastQuarter : Base)!.IsFlat, Is.EqualTo(expected));

    [Test]
    public void Trend_WhenOneSampleIsDisturbed_IsNotMoved() =>
        Assert.That(Trend(answered => answered == 80 ? 10 * Base : Base)!.Growth, Is.Zero);

    [Test]
    public void Trend_WhenMemoryGrowsWithEveryDeal_TellsByHowMuch()
    {
        const int BytesPerDeal = 1_000;
        var trend = Trend(answered => Base + (answered * BytesPerDeal * 10), deals: 10 * Requests)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(trend.GrowthPerDeal, Is.EqualTo(BytesPerDeal).Within(1).Percent);
            Assert.That(trend.SmallestVisibleGrowth, Is.EqualTo(trend.ThirdQuarter * 0.1 / 250).Within(1e-6));
        }
    }

    [Test]
    public void Trend_OfThePauseAfter_TakesNothing()
    {
        var samples = Samples(_ => Base).Concat(Enumerable.Repeat(Sample(Requests, 9 * Base, isSettling: true), 100));

        Assert.That(Soak([.. samples]).Trend!.Growth, Is.Zero);
    }

    [Test]
    public void Trend_WhenAQuarterHasTooFewSamples_IsNotGiven()
    {
        var soak = Soak([.. Samples(_ => Base).Where(sample => sample.Answered is <= 75 or > 96)]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(soak.Trend, Is.Null);
            Assert.That(SoakWording.Verdict(soak), Does.Contain("fewer than 5 samples"));
        }
    }

    [Test]
    public void Trend_WhenNotEveryDealWasAsked_IsNotGiven()
    {
        var soak = Soak(Samples(_ => Base), answered: Requests - 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(soak.Trend, Is.Null);
            Assert.That(SoakWording.Verdict(soak), Does.Contain("not every deal was asked"));
        }
    }

    [Test]
    public void Verdict_WhenTheProcessIsNotFound_SaysHowToNameIt() =>
        Assert.That(SoakWording.Verdict(Soak([]) with { IsProcessKnown = false }), Does.Contain("--server-pid"));

    [Test]
    public void Marks_OfASoak_AreTheFirstSamplesOfTheirParts()
    {
        var soak = Soak(
        [
            Sample(0, 1), Sample(20, 2), Sample(30, 3), Sample(49, 4), Sample(80, 5), Sample(100, 6),
            Sample(100, 7, isSettling: true), Sample(100, 8, isSettling: true),
        ]);

        Assert.That(
            soak.Marks.Select(mark => $"{mark.Moment}: {mark.Sample.ResidentBytes}"),
            Is.EqualTo(["before: 1", "25 %: 3", "50 %: 5", "75 %: 5", "100 %: 6", "after the pause: 8"]));
    }

    [TestCase(1, true, 0)]
    [TestCase(2, true, 1)]
    [TestCase(2, false, 0)]
    public void ExitCode_WhenMemoryGrows_IsOneOnlyIfStrict(int times, bool isStrict, int expected)
    {
        var soak = Soak(Samples(answered => answered > 75 ? times * Base : Base));

        Assert.That(ExitCode.Of(Result(soak), new LoadTestOptions { IsStrict = isStrict }), Is.EqualTo(expected));
    }

    [Test]
    public void ExitCode_WhenThereIsNoVerdict_IsZeroEvenIfStrict() =>
        Assert.That(ExitCode.Of(Result(Soak([])), new LoadTestOptions { IsStrict = true }), Is.Zero);

    [Test]
    public void Reports_OfASoak_ShowItsMemory()
    {
        var result = Result(Soak(Samples(answered => Base + (answered * 1_000_000L))));

        var html = HtmlReport.Write(result);
        var json = JsonElementOf(result);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(html, Does.Contain("Resident memory is NOT flat").And.Contain("Resident memory over time"));
            Assert.That(html, Does.Contain("<polyline").And.Contain("<td>25 %</td>"));
            Assert.That(json.GetProperty("samples").GetArrayLength(), Is.EqualTo(Requests + 1));
            Assert.That(json.GetProperty("trend").GetProperty("isFlat").GetBoolean(), Is.False);
        }
    }

    private static System.Text.Json.JsonElement JsonElementOf(LoadTestResult result) =>
        System.Text.Json.JsonElement.Parse(JsonReport.Write(result)).GetProperty("soak");

    private static MemoryTrend? Trend(Func<int, long> memory, int deals = Requests) =>
        MemoryTrend.Of(Samples(memory), Requests, deals);

    private static List<ProcessSample> Samples(Func<int, long> memory) =>
        [.. Enumerable.Range(0, Requests + 1).Select(answered => Sample(answered, memory(answered)))];

    private static ProcessSample Sample(int answered, long memory, bool isSettling = false) => new()
    {
        Seconds = answered,
        Answered = answered,
        ResidentBytes = memory,
        Threads = 10,
        Handles = null,
        IsSettling = isSettling,
    };

    private static SoakResult Soak(IReadOnlyList<ProcessSample> samples, int answered = Requests)
    {
        var tally = new RequestTally();
        for (var number = 0; number < answered; number++)
        {
            tally.Record(new() { Status = 200, Latency = TimeSpan.FromMilliseconds(5), InsightSource = "model" });
        }

        return SoakResult.Of(
            Requests,
            planned: null,
            new Dictionary<string, RequestTally> { ["company-overview"] = tally },
            TimeSpan.FromSeconds(10),
            isProcessKnown: true,
            samples);
    }

    private static LoadTestResult Result(SoakResult soak) => new()
    {
        Facts = RunFacts.Of(new LoadTestOptions(), Requests, DateTimeOffset.UnixEpoch, endedEarly: false),
        Bursts = [],
        Sustained = [],
        Soak = soak,
    };
}
