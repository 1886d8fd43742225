using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.IntegrationTests.OpenAi;
using DealInsights.Infrastructure.Offline;

namespace DealInsights.Infrastructure.IntegrationTests.Offline;

[TestFixture]
internal sealed class OfflineDecisionMakerClassifierTests
{
    [Test]
    public async Task ClassifyAsync_WhenGivenTitles_JudgesEachOfThem()
    {
        var insight = await new OfflineDecisionMakerClassifier(TimeProvider.System)
            .ClassifyAsync(["vp sales", "sales engineer"], CancellationToken.None);

        Assert.That(Verdicts.Of(insight), Is.EquivalentTo(
            new Dictionary<string, bool> { ["vp sales"] = true, ["sales engineer"] = false }));
        Assert.That(insight.Source, Is.EqualTo(InsightSource.Offline));
    }

    [Test]
    public void ClassifyAsync_WhenTheCallerGaveUp_SaysSo() =>
        Assert.That(
            () => new OfflineDecisionMakerClassifier(TimeProvider.System).ClassifyAsync(["ceo"], new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
}
