using System.Net;
using System.Text.Json;
using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests.Privacy;

/// <summary>Deals that are removed over HTTP, with a model and its memory, over each store.</summary>
[TestFixture("embedded")]
[TestFixture("mongodb", Category = "MongoDB")]
internal sealed class RemovalTests(string kind)
{
    private const string Deal = "Acme / renewal";
    private const string Meeting = """{"deal_id":"Acme / renewal","meeting_id":"1","transcript":"We agreed to run a pilot in March.","buyer_attendees":[{"name":"Ann","title":"CEO"}]}""";

    private static readonly string Address = V3.Of(Deal);

    private ModelStubServer _model = null!;
    private DealInsightsApi _api = null!;

    [SetUp]
    public async Task SetUp()
    {
        _model = await ModelStubServer.StartAsync();
        _api = await DealInsightsApi.StartAsync(
            kind == "mongodb" ? TestStore.Mongo() : TestStore.Embedded(),
            [.. StubSettings.Of(_model), "--Security:AllowAnonymous=false", "--Security:ApiKeys=true"]);
        _api.Client.DefaultRequestHeaders.Add("X-Api-Key", await Access.Keys.NewKeyAsync(_api, Application.Access.Role.Admin));
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

    [Test]
    public async Task Delete_RemovesTheDealAndWhatIsRememberedOfIt()
    {
        await HasDealAsync();
        Assert.That(await _api.SourceAsync(Endpoint.Overview, Deal), Is.EqualTo("model"));
        Assert.That(await _api.SourceAsync(Endpoint.Overview, Deal), Is.EqualTo("stored"));
        var asked = _model.Requests.Count;

        using var removed = await _api.Client.DeleteAsync(Address);
        var report = JsonDocument.Parse(await removed.Content.ReadAsStringAsync()).RootElement;
        using var again = await _api.Client.DeleteAsync(Address);
        using var gone = await _api.Client.GetAsync(Address);
        var overview = await _api.BodyAsync(Endpoint.Overview, Deal);
        await HasDealAsync();
        var source = await _api.SourceAsync(Endpoint.Overview, Deal);

        Assert.Multiple(() =>
        {
            Assert.That(removed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(report.GetProperty("removed").GetInt64(), Is.EqualTo(3));
            Assert.That(
                report.GetProperty("collections").EnumerateArray().Where(part => part.GetProperty("removed").GetInt64() == 1)
                    .Select(part => part.GetProperty("collection").GetString()),
                Is.EqualTo(new[] { "deal_info", "meeting_insights", "company_overviews" }));
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(overview, Does.Contain("\"-\""));
            Assert.That(source, Is.EqualTo("model"), "neither the memory nor the store has it");
            Assert.That(_model.Requests, Has.Count.EqualTo(asked + 1));
        });
    }

    [Test]
    public async Task Delete_WhileTheModelIsAsked_LeavesNothingOfWhatItSays()
    {
        await HasDealAsync();
        var release = new TaskCompletionSource();
        _model.Answer = StubAnswers.After(release.Task, StubAnswers.Good);

        var asking = _api.AskAsync(Endpoint.Overview, Deal);
        await _model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);
        using var removed = await _api.Client.DeleteAsync(Address);
        release.SetResult();
        using var answered = await asking;
        using var again = await _api.Client.DeleteAsync(Address);

        Assert.That(removed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answered.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "else the overview was stored after the removal");
    }

    [TestCase("%E0%A4%A", HttpStatusCode.NotFound)]
    [TestCase("unknown", HttpStatusCode.NotFound)]
    [TestCase("%20", HttpStatusCode.BadRequest)]
    public async Task Delete_OfWhatIsNoDeal_IsRefusedWithAProblem(string name, HttpStatusCode expected)
    {
        using var refused = await _api.Client.DeleteAsync($"/api/v3/deals/{name}");

        Assert.That(refused.StatusCode, Is.EqualTo(expected));
        Assert.That(refused.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }

    private async Task HasDealAsync()
    {
        await _api.HasAsync("deal_info", """{"deal_id":"Acme / renewal","stage":"Won"}""");
        await _api.HasAsync("meeting_insights", Meeting);
    }
}
