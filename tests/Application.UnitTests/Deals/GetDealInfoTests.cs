using DealInsights.Application.Deals.GetDealInfo;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Timelines;
using Moq;

namespace DealInsights.Application.UnitTests.Deals;

[TestFixture]
internal sealed class GetDealInfoTests
{
    private static readonly RecordedDate Start = RecordedDate.FromText("2026-01-05");
    private static readonly RecordedDate End = RecordedDate.FromText("2026-02-05");

    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_WhenDealAndTimelineAreStored_AnswersBoth()
    {
        Stored(new Deal("Acme", "Dana", "won"), new Timeline(42, Start, End));

        Assert.That(
            await _application.SendAsync(new GetDealInfoQuery("Acme")),
            Is.EqualTo(new DealInfo("Acme", "Dana", "won", 42, Start, End)));
    }

    [Test]
    public async Task Handle_WithoutTimeline_AnswersNoActivity()
    {
        Stored(new Deal("Acme", null, null), null);

        Assert.That(
            await _application.SendAsync(new GetDealInfoQuery("Acme")),
            Is.EqualTo(new DealInfo("Acme", null, null, 0, null, null)));
    }

    [Test]
    public async Task Handle_WithoutDeal_AnswersNullWhateverTheTimelineHolds()
    {
        Stored(null, new Timeline(42, Start, End));

        Assert.That(await _application.SendAsync(new GetDealInfoQuery("Acme")), Is.Null);
    }

    [Test]
    public async Task Handle_ReadsDealAndTimelineAtOnce()
    {
        // Each read ends only when the other has begun: one after the other they would wait forever.
        var dealAsked = new TaskCompletionSource();
        var timelineAsked = new TaskCompletionSource();
        _application.Deals.Setup(port => port.FindAsync("Acme", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            dealAsked.SetResult();
            await timelineAsked.Task;
            return new Deal("Acme", null, null);
        });
        _application.Deals.Setup(port => port.FindTimelineAsync("Acme", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            timelineAsked.SetResult();
            await dealAsked.Task;
            return null;
        });

        var answer = await _application.SendAsync(new GetDealInfoQuery("Acme")).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(answer, Is.Not.Null);
    }

    [Test]
    public async Task Handle_GivesThePortsTheCallersToken()
    {
        using var caller = new CancellationTokenSource();
        _application.Deals.Setup(port => port.FindAsync("Acme", caller.Token)).ReturnsAsync((Deal?)null);
        _application.Deals.Setup(port => port.FindTimelineAsync("Acme", caller.Token)).ReturnsAsync((Timeline?)null);

        await _application.SendAsync(new GetDealInfoQuery("Acme"), caller.Token);

        _application.Deals.VerifyAll();
    }

    private void Stored(Deal? deal, Timeline? timeline)
    {
        _application.Deals.Setup(port => port.FindAsync("Acme", It.IsAny<CancellationToken>())).ReturnsAsync(deal);
        _application.Deals.Setup(port => port.FindTimelineAsync("Acme", It.IsAny<CancellationToken>())).ReturnsAsync(timeline);
    }
}
