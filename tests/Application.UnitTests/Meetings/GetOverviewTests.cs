using DealInsights.Application.Meetings.GetOverview;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using Moq;

namespace DealInsights.Application.UnitTests.Meetings;

[TestFixture]
internal sealed class GetOverviewTests
{
    private static readonly DateTimeOffset Yesterday = new(2026, 3, 8, 14, 3, 21, TimeSpan.Zero);

    private static readonly OverviewState State = new("0123", new DateTime(2026, 3, 7, 0, 0, 0, DateTimeKind.Utc));

    private static readonly MeetingSummary Agreeing =
        new([new SummaryStatement("Agreeing.", [new Quote("We agreed", "m1", RecordedDate.FromText("2026-01-05"))])]);

    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_WithTranscripts_ReturnsTheirSummaryAsOfTheLatestMeeting()
    {
        Stored(State);
        Summarized(new(Agreeing, InsightSource.Model, Yesterday));

        Assert.That(
            await AskAsync(), Is.EqualTo(new DealOverview(Agreeing, new(State.LatestMeeting, Yesterday, InsightSource.Model))));
    }

    [Test]
    public async Task Handle_WhenTheSummaryIsStale_IsAsOfTheLatestMeetingThatItQuotes()
    {
        Stored(State);
        Summarized(new(Agreeing, InsightSource.Stale, Yesterday));

        Assert.That(
            await AskAsync(), Is.EqualTo(new DealOverview(Agreeing, new(new(2026, 1, 5), Yesterday, InsightSource.Stale))));
    }

    [Test]
    public async Task Handle_WithoutAnyText_IsEmptyAndAsksNoModel()
    {
        Stored(null);

        Assert.That(await AskAsync(), Is.EqualTo(DealOverview.Empty));
        _application.Summarizer.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WhenTheMeetingsWentAwayMeanwhile_IsEmpty()
    {
        Stored(State);
        Summarized(null);

        Assert.That(await AskAsync(), Is.EqualTo(DealOverview.Empty));
    }

    [Test]
    public async Task Handle_OfAnUnknownId_ReturnsNull()
    {
        _application.HasDeal("17", "Acme");

        Assert.That(await _application.SendAsync(new GetOverviewQuery(DealReference.ById("18"))), Is.Null);
    }

    private Task<DealOverview?> AskAsync() => _application.SendAsync(new GetOverviewQuery(DealReference.ByName("Acme")));

    private void Stored(OverviewState? state) => _application.Meetings
        .Setup(port => port.FindOverviewStateAsync("Acme", It.IsAny<CancellationToken>()))
        .ReturnsAsync(state);

    private void Summarized(Insight<MeetingSummary>? insight) => _application.Summarizer
        .Setup(port => port.SummarizeAsync("Acme", "0123", It.IsAny<CancellationToken>()))
        .ReturnsAsync(insight);
}
