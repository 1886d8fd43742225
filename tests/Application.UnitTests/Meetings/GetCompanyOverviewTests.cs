using DealInsights.Application.Meetings.GetCompanyOverview;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using Moq;

namespace DealInsights.Application.UnitTests.Meetings;

[TestFixture]
internal sealed class GetCompanyOverviewTests
{
    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_WithTranscripts_AnswersTheirSummaryAndItsSource()
    {
        var source = InsightSource.OfflineBecause(ModelFailure.Timeout);
        Stored(new Meeting("m1", null, " We agreed. "), new Meeting("m2", null, "Bye."));
        _application.Summarizer
            .Setup(port => port.SummarizeAsync("We agreed. Bye.", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Insight<string>("Agreeing.", source));

        Assert.That(
            await _application.SendAsync(new GetCompanyOverviewQuery("Acme")),
            Is.EqualTo(new CompanyOverview("Agreeing.", source)));
    }

    [Test]
    public async Task Handle_WithoutAnyText_AnswersNullAndAsksNoModel()
    {
        Stored(new Meeting("m1", null, null), new Meeting("m2", null, " \n "));

        Assert.That(await _application.SendAsync(new GetCompanyOverviewQuery("Acme")), Is.Null);
        _application.Summarizer.VerifyNoOtherCalls();
    }

    private void Stored(params Meeting[] meetings) =>
        _application.Meetings
            .Setup(port => port.FindForOverviewAsync("Acme", It.IsAny<CancellationToken>()))
            .ReturnsAsync(meetings);
}
