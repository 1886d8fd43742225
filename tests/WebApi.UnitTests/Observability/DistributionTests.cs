using CsCheck;
using DealInsights.WebApi.Observability.Diagnostics;

namespace DealInsights.WebApi.UnitTests.Observability;

[TestFixture]
internal sealed class DistributionTests
{
    private const double BucketError = 0.023;

    // As many short ones as long ones: from a microsecond to a quarter of an hour.
    private static readonly Gen<double> Seconds = Gen.Double[-19.9, 9.8].Select(exponent => Math.Pow(2, exponent));

    [Test]
    public void Percentile_IsWithinTheBucketErrorOfTheExactOne() =>
        Gen.Select(Seconds.List[1, 500], Gen.Double[0, 100]).Sample((recorded, percentile) =>
        {
            var exact = Exact(recorded, percentile);

            return Math.Abs(Recorded(recorded).Percentile(percentile) - exact) <= exact * BucketError;
        });

    [Test]
    public void Add_IsTheSameAsRecordingInOne() =>
        Gen.Select(Seconds.List[0, 100], Seconds.List[0, 100]).Sample((first, second) =>
        {
            var added = Recorded(first);
            added.Add(Recorded(second));
            var whole = Recorded([.. first, .. second]);

            return added.Count == whole.Count
                && Math.Abs(added.Sum - whole.Sum) <= whole.Sum * 1e-9
                && added.Max == whole.Max
                && Enumerable.Range(0, 101).All(percentile => added.Percentile(percentile) == whole.Percentile(percentile));
        });

    [Test]
    public void Percentile_OfNothing_IsZero() => Assert.That(new Distribution().Percentile(99), Is.Zero);

    private static Distribution Recorded(IEnumerable<double> seconds)
    {
        var distribution = new Distribution();
        foreach (var duration in seconds)
        {
            distribution.Record(duration);
        }

        return distribution;
    }

    private static double Exact(List<double> recorded, double percentile) =>
        recorded.Order().ElementAt(Math.Max(1, (int)Math.Ceiling(percentile / 100 * recorded.Count)) - 1);
}
