using DealInsights.Application.Meetings.StreamOverview;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using Moq;
using Overview = DealInsights.Application.Meetings.OverviewEvent<DealInsights.Application.Meetings.GetOverview.DealOverview>;
using Summary = DealInsights.Application.Meetings.OverviewEvent<DealInsights.Domain.Insights.Insight<DealInsights.Domain.Meetings.MeetingSummary>?>;

namespace DealInsights.Application.UnitTests.Meetings;

[TestFixture]
internal sealed class StreamOverviewTests
{
    private static readonly DateTime LatestMeeting = new(2026, 3, 8, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTimeOffset Now = new(2026, 3, 9, 14, 3, 21, TimeSpan.Zero);

    private static readonly MeetingSummary Agreeing =
        new([new SummaryStatement("Agreeing.", [new Quote("We agreed", "m1", RecordedDate.FromText("2026-01-05"))])]);

    private static readonly IReadOnlyList<MeetingVersion> Versions =
        [new("m2", RecordedDate.FromInstant(LatestMeeting), null, 7), new("m1", null, null, 9)];

    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_OfADealWithMeetings_ReturnsTheEventsWithProvenance()
    {
        Stored(isKnown: true, Versions);
        Streaming(
            new Summary.Earlier(new(Agreeing, InsightSource.Stale, Now.AddDays(-1))),
            new Summary.Statement(Agreeing.Statements[0]),
            new Summary.Final(new(Agreeing, InsightSource.Model, Now)));

        var events = await StreamAsync();

        Assert.That(
            events,
            Is.EqualTo(new Overview[]
            {
                // An older overview does not say what it was made from, only what it quotes.
                new Overview.Earlier(new(Agreeing, new(new(2026, 1, 5), Now.AddDays(-1), InsightSource.Stale))),
                new Overview.Statement(Agreeing.Statements[0]),
                new Overview.Final(new(Agreeing, new(LatestMeeting, Now, InsightSource.Model))),
            }));
    }

    [Test]
    public async Task Handle_OfADealWithoutMeetings_IsFinishedAndAsksNoModel()
    {
        Stored(isKnown: true, versions: []);

        Assert.That(await StreamAsync(), Is.EqualTo(new[] { new Overview.Final(new(null, null)) }));
        _application.Summarizer.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WhenTheMeetingsWentAwayMeanwhile_IsFinishedWithoutASummary()
    {
        Stored(isKnown: true, Versions);
        Streaming(new Summary.Final(null));

        Assert.That(await StreamAsync(), Is.EqualTo(new[] { new Overview.Final(new(null, null)) }));
    }

    [Test]
    public async Task Handle_OfAnUnknownDeal_ReturnsNullAndAsksNoModel()
    {
        Stored(isKnown: false, Versions);

        Assert.That(await _application.SendAsync(new StreamOverviewQuery(DealReference.ById("17"))), Is.Null);
        _application.Summarizer.VerifyNoOtherCalls();
    }

    private void Stored(bool isKnown, IReadOnlyList<MeetingVersion> versions)
    {
        _application.HasDeal(isKnown ? "17" : "18", "Acme");
        _application.Meetings
            .Setup(meetings => meetings.FindOverviewVersionsAsync("Acme", It.IsAny<CancellationToken>()))
            .ReturnsAsync(versions);
    }

    private void Streaming(params Summary[] events) => _application.Summarizer
        .Setup(summarizer => summarizer.StreamAsync("Acme", Versions, It.IsAny<CancellationToken>()))
        .Returns(events.ToAsyncEnumerable());

    private async Task<IReadOnlyList<Overview>> StreamAsync() =>
        await (await _application.SendAsync(new StreamOverviewQuery(DealReference.ById("17"))))!.ToListAsync();
}
