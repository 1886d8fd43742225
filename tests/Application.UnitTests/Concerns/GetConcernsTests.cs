using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Insights;
using FluentValidation;
using Moq;

namespace DealInsights.Application.UnitTests.Concerns;

[TestFixture]
internal sealed class GetConcernsTests
{
    private static readonly DateTime Assessed = new(2026, 3, 8, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Concern Pricing = new(new ConcernFinding(ConcernFlag.Of(true), "over budget"), null, null);
    private static readonly Concern Vendor = new(null, null, new ConcernFinding(ConcernFlag.Of("Yes"), null));

    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_ByName_ReturnsWhatIsStoredInItsOrderWithoutLookingForTheDeal()
    {
        Stored([Vendor, Pricing], Assessed);

        var concerns = await _application.SendAsync(new GetConcernsQuery(DealReference.ByName("Acme")));

        Assert.That(concerns?.Concerns, Is.EqualTo(new[] { Vendor, Pricing }));
        Assert.That(concerns?.Provenance, Is.EqualTo(new Provenance(Assessed, new(Assessed), InsightSource.Stored)));
        _application.Deals.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WithoutConcernsOrWithoutATime_HasNoProvenance()
    {
        Stored([], Assessed);
        Assert.That((await _application.SendAsync(new GetConcernsQuery(DealReference.ByName("Acme"))))?.Provenance, Is.Null);

        Stored([Pricing], null);
        Assert.That((await _application.SendAsync(new GetConcernsQuery(DealReference.ByName("Acme"))))?.Provenance, Is.Null);
    }

    [Test]
    public async Task Handle_ById_ReadsTheConcernsOfTheDealWithThatId()
    {
        Stored([Pricing], Assessed);
        _application.HasDeal("17", "Acme");

        Assert.That((await _application.SendAsync(new GetConcernsQuery(DealReference.ById("17"))))?.Concerns, Is.EqualTo(new[] { Pricing }));
        Assert.That(await _application.SendAsync(new GetConcernsQuery(DealReference.ById("18"))), Is.Null);
    }

    private void Stored(IReadOnlyList<Concern> concerns, DateTime? assessedAt) => _application.Concerns
        .Setup(port => port.FindAsync("Acme", It.IsAny<CancellationToken>()))
        .ReturnsAsync(new ConcernRecord(concerns, assessedAt));
}
