using System.Net;
using DealInsights.Application.Access;
using DealInsights.ModelStub;
using DealInsights.WebApi.FunctionalTests.Access;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>
/// What was answered since the store last changed is answered again without a query, over the embedded store, which can tell;
/// MongoDB cannot, and the same answers come by the query.
/// </summary>
[TestFixture("embedded", true)]
[TestFixture("mongodb", false, Category = "MongoDB")]
internal sealed class RememberedAnswerTests(string kind, bool remembers)
{
    private ModelStubServer _model = null!;
    private DealInsightsApi _api = null!;

    [SetUp]
    public async Task SetUp()
    {
        _model = await ModelStubServer.StartAsync();
        _api = await DealInsightsApi.StartAsync(
            kind == "mongodb" ? TestStore.Mongo() : TestStore.Embedded(),
            [.. StubSettings.Of(_model), "--Security:ApiKeys=true"]);
        await _api.HasAsync("deal_info", """{"deal_id":"Acme","owner":"Dana"}""", """{"deal_id":"Other","owner":"Eve"}""");
        await HasMeetingAsync("Acme", "1", "We agreed to run a pilot of the dashboard in March.");
    }

    [TearDown]
    public async Task TearDown()
    {
        // Null when there is no MongoDB, for which the test has failed or was skipped already.
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        await _model.DisposeAsync();
    }

    private static IEnumerable<string> Addresses =>
    [
        "/api/hubspot/v2/company-overview?dealName=Acme",
        "/api/hubspot/v2/get-stakeholders?deal_name=Acme",
        .. V3.AboutADeal.Select(about => V3.Of("Acme", about)),
        $"{V3.Deals}?owner=Dana",
    ];

    [TestCaseSource(nameof(Addresses))]
    public async Task Answer_AskedForAgain_IsTheSameWithoutAQuery(string address)
    {
        // The model may write its answer first; then it says that it is stored.
        await SettleAsync(address);
        using var queried = await _api.Client.GetAsync(address);
        using var again = await _api.Client.GetAsync(address);
        using var head = await _api.SendAsync(HttpMethod.Head, address);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await queried.Content.ReadAsStringAsync()));
            Assert.That(HeadersOf(again), Is.EqualTo(HeadersOf(queried)));
            Assert.That(Query(again), Does.Contain($";desc=\"{(remembers ? "remembered" : "ok")}\""));
            // v2 has no HEAD.
            if (address.StartsWith(V3.Deals, StringComparison.Ordinal))
            {
                Assert.That(HeadersOf(head), Is.EqualTo(HeadersOf(queried)));
                Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
            }
        });
    }

    [TestCaseSource(nameof(Addresses))]
    public async Task Answer_AfterAChange_IsMadeAnew(string address)
    {
        await SettleAsync(address);
        await SettleAsync(address);

        await _api.HasAsync("deal_info", """{"deal_id":"Somebody else's"}""");
        using var after = await _api.Client.GetAsync(address);

        Assert.That(Query(after), Does.Contain(";desc=\"ok\""));
    }

    [Test]
    public async Task Overview_OfNewMeetings_IsStaleAtOnceAndNeverTheRememberedOne()
    {
        await SettleAsync("/api/hubspot/v2/company-overview?dealName=Acme");
        Assert.That(await _api.SourceAsync(Endpoint.Overview, "Acme"), Is.EqualTo("stored"));

        await HasMeetingAsync("Acme", "2", "The board approved the budget for the whole year.");

        Assert.That(await _api.SourceAsync(Endpoint.Overview, "Acme"), Is.EqualTo("stored; stale"));
    }

    [Test]
    public async Task Answer_ThatStandsInForTheModels_IsNotRemembered()
    {
        _model.Answer = StubAnswers.ContentFilter;
        for (var time = 0; time < 3; time++)
        {
            using var response = await _api.AskAsync(Endpoint.Overview, "Acme");

            Assert.That(response.Headers.GetValues("X-Insight-Source").Single(), Is.EqualTo("offline; reason=filtered"));
            Assert.That(Query(response), Does.Contain(";desc=\"ok\""));
        }
    }

    [Test]
    public async Task Answer_OfOneDeal_IsNobodyElses()
    {
        foreach (var about in V3.AboutADeal)
        {
            await SettleAsync(V3.Of("Acme", about));
            await SettleAsync(V3.Of("Acme", about));
            var other = await _api.V3BodyAsync(V3.Of("Other", about));
            using var nobody = await _api.Client.GetAsync(V3.Of("Nobody's", about));

            Assert.That(other, Does.Not.Contain("Dana").And.Not.Contain("Acme"));
            Assert.That(nobody.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task Answer_OfARemovedDeal_IsForgotten()
    {
        var admin = await _api.NewKeyAsync(Role.Admin, "ops");
        await SettleAsync(V3.Of("Acme", "/overview"));
        await SettleAsync(V3.Of("Acme", "/overview"));

        using var removal = new HttpRequestMessage(HttpMethod.Delete, V3.Of("Acme"));
        removal.Headers.Add("X-Api-Key", admin);
        using var removed = await _api.Client.SendAsync(removal);
        using var after = await _api.Client.GetAsync(V3.Of("Acme", "/overview"));

        Assert.That(removed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Answer_ThatIsRemembered_IsForThoseAloneWhoMayAsk()
    {
        await SettleAsync(V3.Of("Acme", "/overview"));
        await SettleAsync(V3.Of("Acme", "/overview"));

        using var wrong = new HttpRequestMessage(HttpMethod.Get, V3.Of("Acme", "/overview"));
        wrong.Headers.Add("X-Api-Key", "di_wrong");
        using var refused = await _api.Client.SendAsync(wrong);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private static string Query(HttpResponseMessage response) => response.Headers.GetValues("Server-Timing").Single();

    private static IEnumerable<string> HeadersOf(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Server-Timing" or "X-Response-Time" or "Date"))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);

    private async Task SettleAsync(string address)
    {
        using var response = await _api.Client.GetAsync(address);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), address);
        await response.Content.ReadAsByteArrayAsync();
    }

    private Task HasMeetingAsync(string deal, string meeting, string transcript) => _api.HasAsync(
        "meeting_insights",
        $$"""{"deal_id":"{{deal}}","meeting_id":"{{meeting}}","meeting_date":"2026-01-0{{meeting}}","transcript":"{{transcript}}","buyer_attendees":[{"name":"Ann","title":"VP Sales"}]}""");
}
