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

    private static readonly IReadOnlyList<MeetingVersion> Versions =
        [new("Acme_2026-03-07", RecordedDate.FromText("last Saturday"), null, 7), new("m1", null, null, 9)];

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
        Stored(Versions);
        Summarized(new(Agreeing, InsightSource.Model, Yesterday));

        Assert.That(
            await AskAsync(), Is.EqualTo(new DealOverview(Agreeing, new(new(2026, 3, 7), Yesterday, InsightSource.Model))));
    }

    [Test]
    public async Task Handle_WhenTheSummaryIsStale_IsAsOfTheLatestMeetingThatItQuotes()
    {
        Stored(Versions);
        Summarized(new(Agreeing, InsightSource.Stale, Yesterday));

        Assert.That(
            await AskAsync(), Is.EqualTo(new DealOverview(Agreeing, new(new(2026, 1, 5), Yesterday, InsightSource.Stale))));
    }

    [Test]
    public async Task Handle_WithoutAnyText_IsEmptyAndAsksNoModel()
    {
        Stored([]);

        Assert.That(await AskAsync(), Is.EqualTo(DealOverview.Empty));
        _application.Summarizer.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WhenTheMeetingsWentAwayMeanwhile_IsEmpty()
    {
        Stored(Versions);
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

    private void Stored(IReadOnlyList<MeetingVersion> versions) => _application.Meetings
        .Setup(port => port.FindOverviewVersionsAsync("Acme", It.IsAny<CancellationToken>()))
        .ReturnsAsync(versions);

    private void Summarized(Insight<MeetingSummary>? insight) => _application.Summarizer
        .Setup(port => port.SummarizeAsync("Acme", Versions, It.IsAny<CancellationToken>()))
        .ReturnsAsync(insight);
}
