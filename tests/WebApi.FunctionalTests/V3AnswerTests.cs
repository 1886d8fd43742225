using System.Text.Json;
using System.Text.RegularExpressions;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>The literal JSON of every v3 address, on both stores: a renamed field breaks here.</summary>
[TestFixture("embedded")]
[TestFixture("mongodb", Category = "MongoDB")]
internal sealed partial class V3AnswerTests(string store)
{
    private DealInsightsApi _api = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _api = await DealInsightsApi.StartAsync(store == "mongodb" ? TestStore.Mongo() : TestStore.Embedded());
        await _api.HasAsync(
            "deal_info",
            """{"deal_id":"Acme & Söhne","company_name":"Acme AG","stage":"contractsent","owner":"Dana","amount":"$12,345.00","created_date":{"$date":"2026-01-01T08:00:00.5Z"},"last_modified_date":"2026-02-01","last_updated":"2026-02-02T10:00:00+02:00"}""",
            """{"deal_id":"Bare"}""",
            """{"deal_id":"Old","owner":{},"amount":9000,"last_modified_date":"soon"}""");
        await _api.HasAsync(
            "deal_timeline",
            """{"deal_id":"Acme & Söhne","events":[{},{},{}],"start_date":"2026-01-05","end_date":{"$date":"2026-02-05T09:30:00Z"}}""");
        await _api.HasAsync(
            "deal_insights",
            """{"deal_id":"Acme & Söhne","concerns":[{"pricing_concerns":{"has_concerns":"Yes","explanation":"Over \"budget\""},"no_decision_maker":{"is_issue":"N/A"}},{"already_has_vendor":{"has_vendor":false,"explanation":""}}],"last_updated":{"$date":"2026-02-03T00:00:00Z"}}""",
            """{"deal_id":"Old","concerns":{"pricing_concerns":{"has_concerns":true}}}""");
        await _api.HasAsync(
            "meeting_insights",
            """{"deal_id":"Acme & Söhne","meeting_id":"m1","meeting_date":"2026-01-05","transcript":"We agreed to move forward with the pilot in March.","buyer_attendees":[{"name":"Zoë","email":"z@a.example","title":"VP Operations"},{"name":"bob","title":"Business Analyst"}]}""",
            """{"deal_id":"Acme & Söhne","meeting_id":"m2","meeting_date":"2026-01-07","buyer_attendees":[{"name":"Zoë","email":"Z@a.example"},{"name":"Cy"}]}""",
            """{"deal_id":"Meetings only","meeting_id":"m1","transcript":"We agreed to move forward with the pilot in March."}""");
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        // Null when the set-up skipped the tests.
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }
    }

    [Test]
    public async Task Deal_WhenAllIsStored_AnswersIt() =>
        Assert.That(
            await _api.V3BodyAsync(V3.Of("Acme & Söhne")),
            Is.EqualTo($$$"""{"id":"{{{DealInsightsApi.IdOf("Acme & Söhne")}}}","name":"Acme & Söhne","companyName":"Acme AG","stage":"contractsent","owner":"Dana","amount":{"amount":"12345.00","currency":"USD"},"createdAt":"2026-01-01T08:00:00.5Z","lastModifiedAt":"2026-02-01T00:00:00Z","lastSyncedAt":"2026-02-02T08:00:00Z","activity":{"count":3,"firstAt":"2026-01-05T00:00:00Z","lastAt":"2026-02-05T09:30:00Z"}}"""));

    [Test]
    public async Task Deal_WhenLittleIsStored_AnswersNulls() =>
        Assert.That(
            await _api.V3BodyAsync(V3.Of("Bare")),
            Is.EqualTo($$$"""{"id":"{{{DealInsightsApi.IdOf("Bare")}}}","name":"Bare","companyName":null,"stage":null,"owner":null,"amount":null,"createdAt":null,"lastModifiedAt":null,"lastSyncedAt":null,"activity":{"count":0,"firstAt":null,"lastAt":null}}"""));

    [Test]
    public async Task Deals_AnswerAPageAndTheWayToTheNext()
    {
        var first = await _api.V3BodyAsync($"{V3.Deals}?sort=-amount&limit=2");
        var cursor = JsonDocument.Parse(first).RootElement.GetProperty("nextCursor").GetString();
        var second = await _api.V3BodyAsync($"{V3.Deals}?sort=-amount&limit=2&cursor={cursor}");

        Assert.That(
            first,
            Is.EqualTo($$"""{"deals":[{"id":"{{DealInsightsApi.IdOf("Acme & Söhne")}}","name":"Acme & Söhne","companyName":"Acme AG","stage":"contractsent","owner":"Dana","amount":{"amount":"12345.00","currency":"USD"},"createdAt":"2026-01-01T08:00:00.5Z","lastModifiedAt":"2026-02-01T00:00:00Z"},{"id":"{{DealInsightsApi.IdOf("Old")}}","name":"Old","companyName":null,"stage":null,"owner":null,"amount":{"amount":"9000","currency":null},"createdAt":null,"lastModifiedAt":null}],"nextCursor":"{{cursor}}"}"""));
        Assert.That(
            second,
            Is.EqualTo($$"""{"deals":[{"id":"{{DealInsightsApi.IdOf("Bare")}}","name":"Bare","companyName":null,"stage":null,"owner":null,"amount":null,"createdAt":null,"lastModifiedAt":null}],"nextCursor":null}"""));
    }

    [TestCase("stage=contractsent&owner=Dana", "Acme & Söhne")]
    [TestCase("search=acme%20a", "Acme & Söhne")]
    [TestCase("search=S%C3%96HNE&stage=&owner=&cursor=&sort=", "Acme & Söhne")]
    [TestCase("name=Acme%20%26%20S%C3%B6hne", "Acme & Söhne")]
    [TestCase("name=acme")]
    [TestCase("stage=won")]
    public async Task Deals_WithFilters_AnswerThoseThatPass(string query, params string[] expected)
    {
        using var page = JsonDocument.Parse(await _api.V3BodyAsync($"{V3.Deals}?{query}"));

        Assert.That(
            page.RootElement.GetProperty("deals").EnumerateArray().Select(deal => deal.GetProperty("name").GetString()),
            Is.EqualTo(expected));
    }

    [Test]
    public async Task Concerns_WhenStored_AnswerFlagsAsBooleansOrNull() =>
        Assert.That(
            await _api.V3BodyAsync(V3.Of("Acme & Söhne", "/concerns")),
            Is.EqualTo("""{"concerns":[{"pricing":{"exists":true,"explanation":"Over \"budget\"","evidence":[]},"noDecisionMaker":{"exists":null,"explanation":null,"evidence":[]},"existingVendor":null},{"pricing":null,"noDecisionMaker":null,"existingVendor":{"exists":false,"explanation":"","evidence":[]}}],"provenance":{"asOf":"2026-02-03T00:00:00Z","generatedAt":"2026-02-03T00:00:00Z","source":"stored","stale":false,"fallbackReason":null}}"""));

    [Test]
    public async Task Concerns_WhenNoneAreStored_AnswerAnEmptyList() =>
        Assert.That(await _api.V3BodyAsync(V3.Of("Bare", "/concerns")), Is.EqualTo("""{"concerns":[],"provenance":null}"""));

    [Test]
    public async Task Overview_WhenThereIsATranscript_AnswersItWithEvidence() =>
        Assert.That(
            Timeless(await _api.V3BodyAsync(V3.Of("Acme & Söhne", "/overview"))),
            Is.EqualTo("""{"text":"We agreed to move forward with the pilot in March.","statements":[{"text":"We agreed to move forward with the pilot in March.","evidence":[{"quote":"We agreed to move forward with the pilot in March","meetingId":"m1","meetingDate":"2026-01-05T00:00:00Z"}]}],"provenance":{"asOf":"2026-01-05T00:00:00Z","generatedAt":"now","source":"offline","stale":false,"fallbackReason":null}}"""));

    [Test]
    public async Task Overview_WithoutATranscript_IsNull() =>
        Assert.That(
            await _api.V3BodyAsync(V3.Of("Bare", "/overview")),
            Is.EqualTo("""{"text":null,"statements":[],"provenance":null}"""));

    [Test]
    public async Task Stakeholders_WhenStored_AnswerWhyAndWhenTheyWereSeen() =>
        Assert.That(
            Timeless(await _api.V3BodyAsync(V3.Of("Acme & Söhne", "/stakeholders"))),
            Is.EqualTo("""{"stakeholders":[{"name":"Zoë","email":"z@a.example","title":"VP Operations","potentialDecisionMaker":true,"judgement":{"by":"rule","level":null,"rule":"rank"},"meetingsAttended":2,"firstSeen":"2026-01-05T00:00:00Z","lastSeen":"2026-01-07T00:00:00Z"},{"name":"bob","email":null,"title":"Business Analyst","potentialDecisionMaker":false,"judgement":{"by":"rule","level":null,"rule":"noRank"},"meetingsAttended":1,"firstSeen":"2026-01-05T00:00:00Z","lastSeen":"2026-01-05T00:00:00Z"},{"name":"Cy","email":null,"title":null,"potentialDecisionMaker":null,"judgement":null,"meetingsAttended":1,"firstSeen":"2026-01-07T00:00:00Z","lastSeen":"2026-01-07T00:00:00Z"}],"provenance":{"asOf":"2026-01-07T00:00:00Z","generatedAt":"now","source":"offline","stale":false,"fallbackReason":null}}"""));

    [Test]
    public async Task Stakeholders_WhenNobodyIsStored_AnswerAnEmptyList() =>
        Assert.That(
            await _api.V3BodyAsync(V3.Of("Bare", "/stakeholders")), Is.EqualTo("""{"stakeholders":[],"provenance":null}"""));

    [Test]
    public async Task Insights_AnswerWhatThePartsAnswer()
    {
        var parts = await Task.WhenAll(V3.AboutADeal[..4].Select(about => _api.V3BodyAsync(V3.Of("Acme & Söhne", about))));

        Assert.That(
            Timeless(await _api.V3BodyAsync(V3.Of("Acme & Söhne", "/insights"))),
            Is.EqualTo(Timeless(
                $$$"""{"deal":{"status":"ok","retryAfter":null,"data":{{{parts[0]}}}},"concerns":{"status":"ok","retryAfter":null,"data":{{{parts[1]}}}},"overview":{"status":"ok","retryAfter":null,"data":{{{parts[2]}}}},"stakeholders":{"status":"ok","retryAfter":null,"data":{{{parts[3]}}}}}""")));
    }

    [Test]
    public async Task Insights_OfSomeParts_LeaveOutTheOthers() =>
        Assert.That(
            await _api.V3BodyAsync(V3.Of("Bare", "/insights?include=concerns,stakeholders")),
            Is.EqualTo("""{"deal":null,"concerns":{"status":"ok","retryAfter":null,"data":{"concerns":[],"provenance":null}},"overview":null,"stakeholders":{"status":"ok","retryAfter":null,"data":{"stakeholders":[],"provenance":null}}}"""));

    [Test]
    public async Task AnyAddress_OfADealThatIsNotStored_Is404(
        [ValueSource(typeof(V3), nameof(V3.AboutADeal))] string about,
        [Values("unknown", "Meetings only")] string dealName)
    {
        using var response = await _api.Client.GetAsync(V3.Of(dealName, about));
        var problem = await response.ProblemAsync();

        Assert.That((int)response.StatusCode, Is.EqualTo(404));
        Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo("No deal has this id."));
        Assert.That(problem.GetProperty("traceId").GetString(), Does.Match("^[0-9a-f]{32}$"));
    }

    // What the rules say is always new.
    private static string Timeless(string body) => Generated().Replace(body, "\"generatedAt\":\"now\"");

    [GeneratedRegex("\"generatedAt\":\"2[0-9]{3}-[0-9:T.-]+Z\"(?=,\"source\":\"offline\")")]
    private static partial Regex Generated();
}
