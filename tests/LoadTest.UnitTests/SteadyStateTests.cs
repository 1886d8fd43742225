using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Report;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class SteadyStateTests
{
    private const int Mebibyte = 1024 * 1024;

    [TestCase(120, true)]
    [TestCase(121, false)]
    public void IsFlat_OnBothSidesOfTheLimit_ComparesTheEndWithMinuteTwo(int atTheEnd, bool expected)
    {
        var state = SteadyState.Of(Samples(600, second => second < 135 ? 100 : atTheEnd), 600)!;

        Assert.That((state.Values[0].AtMinuteTwo, state.Values[0].AtTheEnd), Is.EqualTo((100.0, (double)atTheEnd)));
        Assert.That(state.IsFlat, Is.EqualTo(expected));
    }

    [Test]
    public void IsFlat_WhenMemoryGrowsBeforeMinuteTwoOrIsDisturbedOnce_IsTrue() =>
        Assert.That(
            SteadyState.Of(Samples(600, second => second < 60 ? 10 : second == 590 ? 900 : 100), 600)!.IsFlat, Is.True);

    [TestCase(38, true)]
    [TestCase(39, false)]
    public void IsFlat_WhenThreadsGrow_AllowsSomeMore(int threads, bool expected)
    {
        var samples = Samples(600, _ => 100).Select(sample => sample with { Threads = sample.Seconds < 300 ? 25 : threads });

        Assert.That(SteadyState.Of([.. samples], 600)!.IsFlat, Is.EqualTo(expected));
    }

    [Test]
    public void Of_WhenItWasTooShort_IsNotGiven() => Assert.That(SteadyState.Of(Samples(179, _ => 100), 179), Is.Null);

    [Test]
    public void Report_OfASoakByTime_ShowsEveryTwoMinutesAndTheVerdict()
    {
        var soak = SoakResult.Of(
            deals: 2,
            TimeSpan.FromSeconds(600),
            new Dictionary<string, RequestTally> { ["deal-info"] = new() },
            TimeSpan.FromSeconds(600),
            isProcessKnown: true,
            Samples(600, second => second < 300 ? 100 : 200));

        Assert.That(soak.Marks.Select(mark => mark.Moment), Is.EqualTo(["minute 2", "minute 4", "minute 6", "minute 8", "minute 10"]));
        Assert.That(SoakWording.Verdict(soak), Does.Contain("NOT flat").And.Contain("resident MiB 100 to 200 (+100.0%)"));
    }

    private static List<ProcessSample> Samples(int seconds, Func<int, int> mebibytes) =>
    [
        .. Enumerable.Range(1, seconds).Select(second => new ProcessSample
        {
            Seconds = second,
            Answered = second,
            ResidentBytes = (long)mebibytes(second) * Mebibyte,
            HeapBytes = 20L * Mebibyte,
            Threads = 25,
            Handles = 300,
            IsSettling = false,
        }),
    ];
}
