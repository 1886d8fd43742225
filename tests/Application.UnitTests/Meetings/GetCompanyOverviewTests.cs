using DealInsights.Application.Meetings.GetCompanyOverview;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using Moq;

namespace DealInsights.Application.UnitTests.Meetings;

[TestFixture]
internal sealed class GetCompanyOverviewTests
{
    private static readonly DateTimeOffset Yesterday = new(2026, 3, 8, 14, 3, 21, TimeSpan.Zero);

    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_WithTranscripts_AnswersTheirSummaryWithSourceAndTime()
    {
        SummaryStatement[] statements =
        [
            new("Agreeing.", [new Quote("We agreed", "m1", null)]),
            new("Waiting for March.", [new Quote("not before March", "m2", null)]),
        ];
        Digest("0123");
        Summarized("0123", new(new MeetingSummary(statements), InsightSource.Stale, Yesterday));

        var overview = await _application.SendAsync(new GetCompanyOverviewQuery("Acme"));

        Assert.Multiple(() =>
        {
            Assert.That(overview?.Value, Is.EqualTo("Agreeing.\nWaiting for March."));
            Assert.That(overview?.Statements, Is.EqualTo(statements));
            Assert.That(overview?.Source, Is.EqualTo(InsightSource.Stale));
            Assert.That(overview?.GeneratedAt, Is.EqualTo(Yesterday));
        });
    }

    [Test]
    public async Task Handle_WithoutAnyText_AnswersNullAndAsksNoModel()
    {
        Digest(null);

        Assert.That(await _application.SendAsync(new GetCompanyOverviewQuery("Acme")), Is.Null);
        _application.Summarizer.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WhenTheMeetingsWentAwayMeanwhile_AnswersNull()
    {
        Digest("0123");
        Summarized("0123", null);

        Assert.That(await _application.SendAsync(new GetCompanyOverviewQuery("Acme")), Is.Null);
    }

    private void Digest(string? digest) =>
        _application.Meetings
            .Setup(port => port.FindOverviewDigestAsync("Acme", It.IsAny<CancellationToken>()))
            .ReturnsAsync(digest);

    private void Summarized(string digest, Insight<MeetingSummary>? insight) =>
        _application.Summarizer
            .Setup(port => port.SummarizeAsync("Acme", digest, It.IsAny<CancellationToken>()))
            .ReturnsAsync(insight);
}
