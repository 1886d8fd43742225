using System.Diagnostics;
using System.Threading.RateLimiting;
using DealInsights.WebApi.Observability;
using OpenTelemetry.Trace;

namespace DealInsights.WebApi.UnitTests.Observability;

[TestFixture]
internal sealed class LimitedSamplerTests
{
    private const int Limit = 3;

    private FixedWindowRateLimiter _limit = null!;

    [SetUp]
    public void MakeLimit() => _limit = new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions
    {
        PermitLimit = Limit,
        Window = TimeSpan.FromMilliseconds(1),
        AutoReplenishment = false,
    });

    [TearDown]
    public void DisposeLimit() => _limit.Dispose();

    [Test]
    public void ShouldSample_TakesNoMoreThanTheLimitLetsThrough_UntilItIsReplenished()
    {
        var sampler = new LimitedSampler(new AlwaysOnSampler(), _limit);

        var first = Sampled(sampler, 10);
        // A window that has not passed is not replenished.
        Assert.That(() => _limit.TryReplenish() && _limit.GetStatistics()!.CurrentAvailablePermits == Limit, Is.True.After(10_000, 2));
        var second = Sampled(sampler, 10);

        Assert.That((first, second), Is.EqualTo((Limit, Limit)));
    }

    [Test]
    public void ShouldSample_OfWhatTheOtherDoesNotTake_LeavesTheLimitAlone()
    {
        var taken = Sampled(new LimitedSampler(new AlwaysOffSampler(), _limit), 10);

        Assert.That((taken, _limit.GetStatistics()!.CurrentAvailablePermits), Is.EqualTo((0, (long)Limit)));
    }

    private static int Sampled(LimitedSampler sampler, int asked) => Enumerable.Range(0, asked).Count(_ =>
    {
        var parameters = new SamplingParameters(default, ActivityTraceId.CreateRandom(), "request", ActivityKind.Server);

        return sampler.ShouldSample(in parameters).Decision == SamplingDecision.RecordAndSample;
    });
}
