using CsCheck;
using DealInsights.WebApi.Diagnostics;

namespace DealInsights.WebApi.UnitTests.Diagnostics;

[TestFixture]
internal sealed class DurationHistogramTests
{
    private const double BucketError = 0.032;

    // As many short ones as long ones: from a microsecond to a quarter of an hour.
    private static readonly Gen<double> Microseconds = Gen.Double[0, 29.7].Select(exponent => Math.Floor(Math.Pow(2, exponent)));

    [Test]
    public void Percentiles_AreWithinTheBucketErrorOfTheExactOnes() =>
        Gen.Select(Microseconds.List[1, 500], Gen.Double[0, 100]).Sample((recorded, percentile) =>
        {
            var histogram = Recorded(recorded);
            var exact = Exact(recorded, percentile);

            return Math.Abs(histogram.Percentile(percentile).TotalMicroseconds - exact) <= Math.Max(1, exact * BucketError);
        });

    [Test]
    public void AddedHistograms_AreAsIfRecordedInOne() =>
        Gen.Select(Microseconds.List[0, 100], Microseconds.List[0, 100]).Sample((first, second) =>
        {
            var added = Recorded(first);
            added.Add(Recorded(second));
            var whole = Recorded([.. first, .. second]);

            return added.Count == whole.Count
                && added.Sum == whole.Sum
                && added.Max == whole.Max
                && Enumerable.Range(0, 101).All(percentile => added.Percentile(percentile) == whole.Percentile(percentile));
        });

    [Test]
    public void Extremes_CountAsTheFirstAndTheLastBucket()
    {
        var histogram = new DurationHistogram();
        histogram.Record(TimeSpan.FromSeconds(-1));
        histogram.Record(TimeSpan.FromDays(1));

        Assert.Multiple(() =>
        {
            Assert.That(histogram.Percentile(0), Is.EqualTo(TimeSpan.Zero));
            Assert.That(histogram.Percentile(100).TotalMinutes, Is.EqualTo(17.9).Within(BucketError * 17.9));
            Assert.That(histogram.Count, Is.EqualTo(2));
        });
    }

    [Test]
    public void Cleared_IsEmpty()
    {
        var histogram = Recorded([5, 6]);
        histogram.Clear();

        Assert.Multiple(() =>
        {
            Assert.That(histogram.Count, Is.Zero);
            Assert.That(histogram.Percentile(99), Is.EqualTo(TimeSpan.Zero));
            Assert.That(histogram.Sum + histogram.Max, Is.EqualTo(TimeSpan.Zero));
        });
    }

    private static DurationHistogram Recorded(IEnumerable<double> microseconds)
    {
        var histogram = new DurationHistogram();
        foreach (var duration in microseconds)
        {
            histogram.Record(TimeSpan.FromMicroseconds(duration));
        }

        return histogram;
    }

    private static double Exact(List<double> recorded, double percentile) =>
        recorded.Order().ElementAt(Math.Max(1, (int)Math.Ceiling(percentile / 100 * recorded.Count)) - 1);
}
