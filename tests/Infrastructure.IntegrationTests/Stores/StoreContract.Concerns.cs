using DealInsights.Domain.Concerns;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    [Test]
    public async Task FindConcerns_WhenAListIsStored_ReturnsItInStoredOrder()
    {
        await _store.HasAsync(
            StoredCollection.DealInsights,
            """
            {"deal_id":"Acme renewal","pricing_concerns":1,"no_decision_maker":0,"existing_vendor":0,
             "concerns":[
               {"pricing_concerns":{"has_concerns":true,"explanation":"Over budget."},
                "no_decision_maker":{"is_issue":false,"explanation":"The CFO attends."},
                "already_has_vendor":{"has_vendor":false,"explanation":""}},
               {"already_has_vendor":{"has_vendor":true,"explanation":"A renewal."}}],
             "last_updated":{"$date":"2026-11-20T04:35:26Z"}}
            """);

        var record = await _store.Concerns.FindAsync(Acme, CancellationToken.None);

        Assert.That(record.AssessedAt, Is.EqualTo(Utc(2026, 11, 20, 4, 35, 26)));
        Assert.That(record.Concerns, Is.EqualTo(new[]
        {
            new Concern(Finding(true, "Over budget."), Finding(false, "The CFO attends."), Finding(false, "")),
            new Concern(null, null, Finding(true, "A renewal.")),
        }));
        AssertNoDamageIsReported();
    }

    [Test]
    public async Task FindConcerns_WhenOneObjectIsStored_ReturnsAListOfIt()
    {
        await _store.HasAsync(
            StoredCollection.DealInsights,
            """
            {"deal_id":"Acme renewal","concerns":{"pricing_concerns":{"has_concerns":true,"explanation":"Over budget."}}}
            """);

        var concerns = (await _store.Concerns.FindAsync(Acme, CancellationToken.None)).Concerns;

        Assert.That(concerns, Is.EqualTo(new[] { new Concern(Finding(true, "Over budget."), null, null) }));
        AssertNoDamageIsReported();
    }

    [TestCase("""{"deal_id":"Acme renewal"}""")]
    [TestCase("""{"deal_id":"Acme renewal","concerns":[]}""")]
    [TestCase("""{"deal_id":"Acme renewal","concerns":{}}""")]
    [TestCase("""{"deal_id":"Acme renewal","concerns":null}""")]
    [TestCase("""{"deal_id":"Acme renewal","concerns":"No concerns."}""")]
    public async Task FindConcerns_WhenNoneIsStored_ReturnsNone(string stored)
    {
        await _store.HasAsync(StoredCollection.DealInsights, stored);

        Assert.That((await _store.Concerns.FindAsync(Acme, CancellationToken.None)).Concerns, Is.Empty);
        AssertNoDamageIsReported();
    }

    [TestCase("{}", null, null)]
    [TestCase("""{"has_concerns":"Yes"}""", "Yes", null)]
    [TestCase("""{"has_concerns":"N/A","explanation":null}""", "N/A", null)]
    [TestCase("""{"has_concerns":"","explanation":" "}""", "", " ")]
    [TestCase("""{"has_concerns":null,"explanation":"Why."}""", null, "Why.")]
    [TestCase("""{"explanation":"Why.","unknown":[1],"severity":3}""", null, "Why.")]
    public async Task FindConcerns_WhenFieldsAreMissingOrText_ReturnsWhatIsThere(
        string part, string? flag, string? explanation)
    {
        await _store.HasAsync(
            StoredCollection.DealInsights,
            $$"""{"deal_id":"{{Acme}}","concerns":[{"pricing_concerns":{{part}},"unknown_part":{"x":1} }]}""");

        var concerns = (await _store.Concerns.FindAsync(Acme, CancellationToken.None)).Concerns;

        var finding = new ConcernFinding(flag is null ? null : ConcernFlag.Of(flag), explanation);
        Assert.That(concerns, Is.EqualTo(new[] { new Concern(finding, null, null) }));
        AssertNoDamageIsReported();
    }

    [TestCase("1", true)]
    [TestCase("0", false)]
    [TestCase("""{"$numberLong":"1"}""", true)]
    [TestCase("""{"$numberDouble":"0.0"}""", false)]
    public async Task FindConcerns_WhenAFlagIsOneOrZero_ReturnsItAsYesOrNo(string flag, bool expected)
    {
        await _store.HasAsync(
            StoredCollection.DealInsights,
            $$"""{"deal_id":"{{Acme}}","concerns":[{"no_decision_maker":{"is_issue":{{flag}} } }]}""");

        var concerns = (await _store.Concerns.FindAsync(Acme, CancellationToken.None)).Concerns;

        Assert.That(concerns, Is.EqualTo(new[] { new Concern(null, Finding(expected, null), null) }));
        AssertNoDamageIsReported();
    }

    [TestCase("7", TestName = "FindConcerns_WhenThereIsANumberInsteadOfAList_ReturnsNoneAndReportsIt")]
    [TestCase("true", TestName = "FindConcerns_WhenThereIsAFlagInsteadOfAList_ReturnsNoneAndReportsIt")]
    [TestCase("""["text",7,null]""", TestName = "FindConcerns_WhenNoEntryIsAnObject_ReturnsNoneAndReportsIt")]
    public async Task FindConcerns_WhenNothingCanBeRead(string stored)
    {
        await _store.HasAsync(StoredCollection.DealInsights, $$"""{"_id":1,"deal_id":"{{Acme}}","concerns":{{stored}}}""");

        Assert.That((await _store.Concerns.FindAsync(Acme, CancellationToken.None)).Concerns, Is.Empty);
        AssertDamageIsReported(StoredCollection.DealInsights, "1");
    }

    [TestCase("""["text",{"already_has_vendor":{"has_vendor":true}}]""")]
    [TestCase("""[{"already_has_vendor":{"has_vendor":true}},{"$date":"2026-01-05T09:30:00Z"}]""")]
    [TestCase("""[{"already_has_vendor":{"has_vendor":true},"pricing_concerns":"none"}]""")]
    [TestCase("""[{"already_has_vendor":{"has_vendor":true},"no_decision_maker":[]}]""")]
    [TestCase("""[{"already_has_vendor":{"has_vendor":true,"explanation":5}}]""")]
    [TestCase("""{"already_has_vendor":{"has_vendor":true,"explanation":["Because."]}}""")]
    public async Task FindConcerns_WhenAPartIsDamaged_ReturnsTheRestAndReportsIt(string stored)
    {
        await _store.HasAsync(StoredCollection.DealInsights, $$"""{"_id":1,"deal_id":"{{Acme}}","concerns":{{stored}}}""");

        var concerns = (await _store.Concerns.FindAsync(Acme, CancellationToken.None)).Concerns;

        Assert.That(concerns, Is.EqualTo(new[] { new Concern(null, null, Finding(true, null)) }));
        AssertDamageIsReported(StoredCollection.DealInsights, "1");
    }

    [TestCase("2")]
    [TestCase("0.5")]
    [TestCase("{}")]
    [TestCase("[true]")]
    public async Task FindConcerns_WhenAFlagIsDamaged_ReturnsTheExplanationAndReportsIt(string flag)
    {
        await _store.HasAsync(
            StoredCollection.DealInsights,
            $$"""
            {"_id":1,"deal_id":"{{Acme}}","concerns":[{"pricing_concerns":{"has_concerns":{{flag}},"explanation":"Why."} }]}
            """);

        var concerns = (await _store.Concerns.FindAsync(Acme, CancellationToken.None)).Concerns;

        Assert.That(concerns, Is.EqualTo(new[] { new Concern(new ConcernFinding(null, "Why."), null, null) }));
        AssertDamageIsReported(StoredCollection.DealInsights, "1");
    }

    private static ConcernFinding Finding(bool flag, string? explanation) => new(ConcernFlag.Of(flag), explanation);
}
