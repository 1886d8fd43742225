using DealInsights.Application.Meetings.StreamOverview;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using FluentValidation;
using Moq;
using Overview = DealInsights.Application.Meetings.WritingStep<DealInsights.Application.Meetings.GetOverview.DealOverview>;
using Summary = DealInsights.Application.Meetings.WritingStep<DealInsights.Domain.Insights.Insight<DealInsights.Domain.Meetings.MeetingSummary>>;

namespace DealInsights.Application.UnitTests.Meetings;

[TestFixture]
internal sealed class StreamOverviewTests
{
    private static readonly DateTime LatestMeeting = new(2026, 3, 8, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTimeOffset Now = new(2026, 3, 9, 14, 3, 21, TimeSpan.Zero);

    private static readonly MeetingSummary Agreeing =
        new([new SummaryStatement("Agreeing.", [new Quote("We agreed", "m1", RecordedDate.FromText("2026-01-05"))])]);

    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_OfADealWithMeetings_ReturnsTheStepsWithProvenance()
    {
        Stored(isKnown: true, new OverviewState("0123", LatestMeeting));
        Following(
            new Summary.Earlier(new(Agreeing, InsightSource.Stale, Now.AddDays(-1))),
            new Summary.Draft(0, "Agree"),
            new Summary.Discarded(),
            new Summary.Finished(new(Agreeing, InsightSource.Model, Now)));

        var steps = await FollowAsync();

        Assert.That(
            steps,
            Is.EqualTo(new Overview[]
            {
                // An older overview does not say what it was made from, only what it quotes.
                new Overview.Earlier(new(Agreeing, new(new(2026, 1, 5), Now.AddDays(-1), InsightSource.Stale))),
                new Overview.Draft(0, "Agree"),
                new Overview.Discarded(),
                new Overview.Finished(new(Agreeing, new(LatestMeeting, Now, InsightSource.Model))),
            }));
    }

    [Test]
    public async Task Handle_OfADealWithoutMeetings_IsFinishedAndAsksNoModel()
    {
        Stored(isKnown: true, state: null);

        Assert.That(await FollowAsync(), Is.EqualTo(new[] { new Overview.Finished(new(null, null)) }));
        _application.Summarizer.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WhenTheMeetingsWentAwayMeanwhile_IsFinishedWithoutASummary()
    {
        Stored(isKnown: true, new OverviewState("0123", LatestMeeting));
        Following(new Summary.Finished(null));

        Assert.That(await FollowAsync(), Is.EqualTo(new[] { new Overview.Finished(new(null, null)) }));
    }

    [Test]
    public async Task Handle_OfAnUnknownDeal_ReturnsNullAndAsksNoModel()
    {
        Stored(isKnown: false, new OverviewState("0123", LatestMeeting));

        Assert.That(await _application.SendAsync(new StreamOverviewQuery(DealReference.ById("17"))), Is.Null);
        _application.Summarizer.VerifyNoOtherCalls();
    }

    [Test]
    public void Handle_OfABlankName_IsRejected() =>
        Assert.That(() => _application.SendAsync(new StreamOverviewQuery(DealReference.ByName(" "))), Throws.TypeOf<ValidationException>());

    private void Stored(bool isKnown, OverviewState? state)
    {
        _application.HasDeal(isKnown ? "17" : "18", "Acme");
        _application.Meetings
            .Setup(meetings => meetings.FindOverviewStateAsync("Acme", It.IsAny<CancellationToken>()))
            .ReturnsAsync(state);
    }

    private void Following(params Summary[] steps) => _application.Summarizer
        .Setup(summarizer => summarizer.FollowAsync("Acme", "0123", It.IsAny<CancellationToken>()))
        .Returns(steps.ToAsyncEnumerable());

    private async Task<IReadOnlyList<Overview>> FollowAsync() =>
        await (await _application.SendAsync(new StreamOverviewQuery(DealReference.ById("17"))))!.ToListAsync();
}
