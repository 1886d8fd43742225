using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.Application.UnitTests.Diagnostics;

[TestFixture]
internal sealed class RequestTimingsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void WaitedFor_WhenNeverCalled_IsNull() =>
        Assert.That(new RequestTimings(_clock).WaitedFor(Upstream.Model), Is.Null);

    [Test]
    public void WaitedFor_WhenCallsOverlap_CountsTheTimeOnce()
    {
        var timings = new RequestTimings(_clock);

        var first = timings.Waiting(Upstream.Database);
        Pass(10);
        var second = timings.Waiting(Upstream.Database);
        Pass(20);
        first.Dispose();
        Pass(5);
        second.Dispose();
        Pass(100);
        using (timings.Waiting(Upstream.Database))
        {
            Pass(1);
        }

        Assert.That(timings.WaitedFor(Upstream.Database), Is.EqualTo(TimeSpan.FromMilliseconds(36)));
        Assert.That(timings.WaitedFor(Upstream.Model), Is.Null);
    }

    [Test]
    public void WaitedFor_WhileACallIsInFlight_CountsItSoFar()
    {
        var timings = new RequestTimings(_clock);

        using var waiting = timings.Waiting(Upstream.Model);
        Pass(7);

        Assert.That(timings.WaitedFor(Upstream.Model), Is.EqualTo(TimeSpan.FromMilliseconds(7)));
    }

    private void Pass(int milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
