using CsCheck;
using DealInsights.LoadTest.Measurement;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class LatencyHistogramTests
{
    [Test]
    public void Percentile_WhenNothingIsRecorded_IsZero() =>
        Assert.That(new LatencyHistogram().Percentile(99), Is.EqualTo(TimeSpan.Zero));

    [TestCase(0, 1)]
    [TestCase(50, 50)]
    [TestCase(95, 95)]
    [TestCase(99, 99)]
    [TestCase(100, 100)]
    public void Percentile_WhenValuesAreShort_IsExactToTheMicrosecond(double percentile, double microseconds)
    {
        var histogram = Of(Enumerable.Range(1, 100).Select(value => TimeSpan.FromMicroseconds(value)));

        Assert.That(histogram.Percentile(percentile), Is.EqualTo(TimeSpan.FromMicroseconds(microseconds)));
    }

    [Test]
    public void Percentile_WhateverIsRecorded_IsWithinOnePercentOfTheSortedValue() =>
        Gen.Select(Gen.Long[1, 3_600_000_000].Array[1, 200], Gen.Int[0, 100]).Sample((microseconds, percentile) =>
        {
            var histogram = Of(microseconds.Select(value => TimeSpan.FromMicroseconds(value)));
            var rank = Math.Max(1, (int)Math.Ceiling(percentile / 100.0 * microseconds.Length));
            var expected = microseconds.Order().ElementAt(rank - 1);

            Assert.That(histogram.Percentile(percentile).TotalMicroseconds, Is.EqualTo(expected).Within(1).Percent);
        });

    [Test]
    public void Percentile_OfOneValue_DoesNotExceedIt()
    {
        var histogram = Of([TimeSpan.FromMicroseconds(1_000_001)]);

        Assert.That(histogram.Percentile(99), Is.LessThanOrEqualTo(histogram.Max));
    }

    [Test]
    public void Record_WhenTheDurationIsBeyondTheRange_CountsItAsTheLongest()
    {
        var histogram = Of([TimeSpan.FromDays(1)]);

        Assert.That(histogram.Max, Is.EqualTo(TimeSpan.FromMicroseconds(uint.MaxValue)));
    }

    [Test]
    public void Add_WhenTwoAreMerged_EqualsOneThatSawAll()
    {
        var first = Of([TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(3)]);
        var second = Of([TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(10)]);

        first.Add(second);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Count, Is.EqualTo(4));
            Assert.That(first.Max, Is.EqualTo(TimeSpan.FromMilliseconds(10)));
            Assert.That(first.Mean, Is.EqualTo(TimeSpan.FromMilliseconds(4)));
            Assert.That(first.Percentile(50).TotalMilliseconds, Is.EqualTo(2).Within(1).Percent);
        }
    }

    private static LatencyHistogram Of(IEnumerable<TimeSpan> durations)
    {
        var histogram = new LatencyHistogram();
        foreach (var duration in durations)
        {
            histogram.Record(duration);
        }

        return histogram;
    }
}
