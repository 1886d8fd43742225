using System.Net;
using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>Conditional requests over each store.</summary>
[TestFixture("embedded")]
[TestFixture("mongodb", Category = "MongoDB")]
internal sealed class V3ConditionalTests(string kind)
{
    private ModelStubServer _model = null!;
    private DealInsightsApi _api = null!;

    [SetUp]
    public async Task SetUp()
    {
        _model = await ModelStubServer.StartAsync();
        _api = await DealInsightsApi.StartAsync(
            kind == "mongodb" ? TestStore.Mongo() : TestStore.Embedded(),
            StubSettings.Of(_model));
        await _api.HasAsync("deal_info", """{"deal_id":"Acme","owner":"Dana"}""");
        await _api.HasAsync(
            "deal_insights", """{"deal_id":"Acme","concerns":[{"pricing_concerns":{"has_concerns":true}}],"last_updated":"2026-01-01"}""");
        await HasMeetingAsync("1", "We agreed to run a pilot of the dashboard in March.", "VP Sales");
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

    private static IEnumerable<string> Addresses => V3.AboutADeal.Select(about => V3.Of("Acme", about)).Append($"{V3.Deals}?owner=Dana");

    [Test]
    public async Task Answer_ThatTheCallerHas_Is304WithoutTheModel()
    {
        foreach (var address in Addresses)
        {
            // What the model has just written is stored from the second request on, and the body says so.
            using var warm = await _api.SendAsync(HttpMethod.Get, address);
            using var first = await _api.SendAsync(HttpMethod.Get, address);
            var tag = first.Headers.ETag!.ToString();
            var asked = _model.Requests.Count;
            using var second = await _api.SendAsync(HttpMethod.Get, address, tag);
            using var head = await _api.SendAsync(HttpMethod.Head, address, tag);
            using var any = await _api.SendAsync(HttpMethod.Get, address, "*");

            await Assert.MultipleAsync(async () =>
            {
                Assert.That(tag, Does.Match("^W/\"[0-9a-f]{32}\"$"));
                Assert.That(first.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache, private"));
                Assert.That(first.Headers.Vary, Does.Contain("Origin"));
                Assert.That(
                    new[] { second, head, any }.Select(response => response.StatusCode), Is.All.EqualTo(HttpStatusCode.NotModified), address);
                Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.Empty);
                Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
                Assert.That(second.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache, private"));
                Assert.That(_model.Requests, Has.Count.EqualTo(asked));
            });
        }
    }

    [Test]
    public async Task Stakeholders_JudgedByTheOfflineRules_KeepTheirETag()
    {
        _api = await _api.RestartAsync();
        var address = V3.Of("Acme", "/stakeholders");
        using var first = await _api.SendAsync(HttpMethod.Get, address);

        using var second = await _api.SendAsync(HttpMethod.Get, address, first.Headers.ETag!.ToString());

        Assert.That(await first.Content.ReadAsStringAsync(), Does.Contain("\"source\":\"offline\""));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task Answer_ThatHasChanged_IsGivenAnew()
    {
        var tags = new Dictionary<string, string>();
        foreach (var address in Addresses)
        {
            using var first = await _api.SendAsync(HttpMethod.Get, address);
            tags[address] = first.Headers.ETag!.ToString();
        }

        await _api.HasAsync("deal_info", """{"deal_id":"Acme","owner":"Dana","stage":"won"}""");
        await _api.HasAsync("deal_insights", """{"deal_id":"Acme","concerns":[],"last_updated":"2026-01-02"}""");
        await HasMeetingAsync("2", "The board approved the budget for the whole year.", "CFO");

        foreach (var (address, tag) in tags)
        {
            using var second = await _api.SendAsync(HttpMethod.Get, address, tag);
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.OK), address);
            Assert.That(second.Headers.ETag?.ToString(), Is.Not.EqualTo(tag), address);
        }
    }

    [Test]
    public async Task Response_OfTheRulesInPlaceOfTheModel_SaysWhy()
    {
        _model.Answer = StubAnswers.ContentFilter;

        foreach (var about in (string[])["/overview", "/stakeholders", "/insights"])
        {
            using var response = await _api.SendAsync(HttpMethod.Get, V3.Of("Acme", about));
            Assert.That(
                await response.Content.ReadAsStringAsync(),
                Does.Contain("\"source\":\"offline\",\"stale\":false,\"fallbackReason\":\"filtered\""),
                about);
        }
    }

    [Test]
    public async Task Insights_OfTheModel_CarrySourceLevelAndEvidence()
    {
        var overview = await _api.V3BodyAsync(V3.Of("Acme", "/overview"));
        var again = await _api.V3BodyAsync(V3.Of("Acme", "/overview"));
        var people = await _api.V3BodyAsync(V3.Of("Acme", "/stakeholders"));

        Assert.That(overview, Does.Contain("\"source\":\"model\"").And.Contain("\"meetingId\":\"1\""));
        Assert.That(again, Is.EqualTo(overview.Replace("\"source\":\"model\"", "\"source\":\"stored\"", StringComparison.Ordinal)));
        Assert.That(people, Does.Match("\"potentialDecisionMaker\":true,\"judgement\":{\"by\":\"model\",\"level\":\"[^\"]+\",\"rule\":null}"));
    }

    [Test]
    public async Task Head_AnswersTheHeadersOfGetAndNoBody()
    {
        foreach (var address in Addresses)
        {
            using var warm = await _api.SendAsync(HttpMethod.Get, address);
            using var get = await _api.SendAsync(HttpMethod.Get, address);
            using var head = await _api.SendAsync(HttpMethod.Head, address);

            Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
            Assert.That(head.Headers.ETag, Is.EqualTo(get.Headers.ETag));
            Assert.That(head.Content.Headers.ContentType, Is.EqualTo(get.Content.Headers.ContentType));
            Assert.That(head.Content.Headers.ContentLength, Is.EqualTo((await get.Content.ReadAsByteArrayAsync()).Length));
        }
    }

    [Test]
    public async Task Insights_WhenTheModelHangs_AnswerTheOtherParts()
    {
        var never = new TaskCompletionSource();
        _model.Answer = call => never.Task.WaitAsync(call.CallerGone);
        _api = await _api.RestartAsync(
            [.. StubSettings.Of(_model), "--CombinedInsights:PartTimeout=00:00:00.300"]);

        var body = await _api.V3BodyAsync(V3.Of("Acme", "/insights"));

        Assert.That(body, Does.Contain("\"overview\":{\"status\":\"timeout\",\"retryAfter\":null,\"data\":null}"));
        Assert.That(body, Does.Contain("\"deal\":{\"status\":\"ok\"").And.Contain("\"concerns\":{\"status\":\"ok\""));
    }

    private Task HasMeetingAsync(string id, string transcript, string title) => _api.HasAsync(
        "meeting_insights",
        $$"""{"deal_id":"Acme","meeting_id":"{{id}}","meeting_date":"2026-01-0{{id}}","transcript":"{{transcript}}","buyer_attendees":[{"name":"P{{id}}","title":"{{title}}"}]}""");
}
