using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Domain.Concerns;
using Moq;

namespace DealInsights.Application.UnitTests.Concerns;

[TestFixture]
internal sealed class GetConcernsTests
{
    [Test]
    public async Task Handle_AnswersWhatIsStoredInItsOrder()
    {
        using var application = new ApplicationUnderTest();
        var pricing = new ConcernFinding(ConcernFlag.Of(true), "over budget");
        var vendor = new ConcernFinding(ConcernFlag.Of("Yes"), null);
        application.Concerns
            .Setup(port => port.FindAsync("Acme", It.IsAny<CancellationToken>()))
            .ReturnsAsync([new Concern(null, null, vendor), new Concern(pricing, null, null)]);

        Assert.That(
            await application.SendAsync(new GetConcernsQuery("Acme")),
            Is.EqualTo(new[] { new ConcernAssessment(null, null, vendor), new ConcernAssessment(pricing, null, null) }));
    }
}
