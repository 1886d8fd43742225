using DealInsights.Application.Deals.GetDeal;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Timelines;
using Moq;

namespace DealInsights.Application.UnitTests.Deals;

[TestFixture]
internal sealed class GetDealTests
{
    private static readonly Timeline Extent = new(42, RecordedDate.FromText("2026-01-05"), RecordedDate.FromText("2026-02-05"));
    private static readonly GetDealQuery ByName = new(DealReference.ByName("Acme"));

    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_WithoutDeal_ReturnsNullWhateverTheTimelineHolds()
    {
        _application.Deals.Setup(port => port.FindByNameAsync("Acme", It.IsAny<CancellationToken>())).ReturnsAsync((Deal?)null);
        HasTimeline(Extent);

        Assert.That(await _application.SendAsync(ByName), Is.Null);
    }

    [Test]
    public async Task Handle_ByName_ReadsDealAndTimelineAtOnce()
    {
        // Each read ends only when the other has begun: one after the other they would wait forever.
        var dealAsked = new TaskCompletionSource();
        var timelineAsked = new TaskCompletionSource();
        var deal = _application.HasDeal("17", "Acme");
        _application.Deals.Setup(port => port.FindByNameAsync("Acme", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            dealAsked.SetResult();
            await timelineAsked.Task;
            return deal;
        });
        _application.Deals.Setup(port => port.FindTimelineAsync("Acme", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            timelineAsked.SetResult();
            await dealAsked.Task;
            return null;
        });

        Assert.That(await _application.SendAsync(ByName).WaitAsync(TimeSpan.FromSeconds(30)), Is.Not.Null);
    }

    [Test]
    public async Task Handle_GivesThePortsTheCallersToken()
    {
        using var caller = new CancellationTokenSource();
        _application.Deals.Setup(port => port.FindByNameAsync("Acme", caller.Token)).ReturnsAsync((Deal?)null);
        _application.Deals.Setup(port => port.FindTimelineAsync("Acme", caller.Token)).ReturnsAsync((Timeline?)null);

        await _application.SendAsync(ByName, caller.Token);

        _application.Deals.VerifyAll();
    }

    private void HasTimeline(Timeline? timeline) => _application.Deals
        .Setup(port => port.FindTimelineAsync("Acme", It.IsAny<CancellationToken>()))
        .ReturnsAsync(timeline);
}
