using System.Net;
using System.Text.Json;
using DealInsights.ModelStub;
using DealInsights.TestSupport;

namespace DealInsights.WebApi.FunctionalTests;

[TestFixture]
internal sealed class DiagnosticsTests
{
    private const string Key = "a key that operators share";

    [Test]
    public async Task Timings_TellOfEachQueryWhereItsTimeWent()
    {
        await using var model = await ModelStubServer.StartAsync();
        await using var api = await DealInsightsApi.StartAsync(
            [.. StubSettings.Of(model), "--Timing:FastBelow=0", "--Timing:SlowFrom=0"]);
        await api.HasAsync("meeting_insights", """{"deal_id":"Secret deal","meeting_id":"1","transcript":"We agreed to run a pilot in March."}""");
        await api.BodyAsync(Endpoint.Overview, "Secret deal");
        await api.BodyAsync(Endpoint.Overview, "Secret deal");
        using var refused = await api.AskAsync(Endpoint.Concerns, "");

        var body = await TimingsAsync(api, queries: 3);

        using var timings = JsonDocument.Parse(body);
        var minute = timings.RootElement.GetProperty("windows")[0];
        var overview = Query(minute, "GetOverview");
        Assert.Multiple(() =>
        {
            Assert.That(
                timings.RootElement.GetProperty("windows").EnumerateArray().Select(window => window.GetProperty("minutes").GetInt32()),
                Is.EqualTo(new[] { 1, 15, 60 }));
            Assert.That(overview.GetProperty("duration").GetProperty("count").GetInt64(), Is.EqualTo(2));
            Assert.That(Counter(minute, "dealinsights.model.calls", "ok"), Is.EqualTo(1));
            Assert.That(Counter(minute, "dealinsights.model.cache", "overview", "miss"), Is.EqualTo(1));
            Assert.That(
                minute.GetProperty("endpoints").EnumerateArray().Select(endpoint => endpoint.GetProperty("route").GetString()),
                Is.EqualTo(new[] { "api/hubspot/v2/company-overview", "api/hubspot/v2/get-concerns" }));
            Assert.That(overview.GetProperty("modelShare").GetDouble(), Is.GreaterThan(0).And.LessThanOrEqualTo(1));
            Assert.That(overview.GetProperty("databaseShare").GetDouble(), Is.GreaterThan(0).And.LessThanOrEqualTo(1));
            Assert.That(Query(minute, "GetConcerns").GetProperty("outcomes").GetProperty("invalid").GetInt64(), Is.EqualTo(1));
            Assert.That(minute.GetProperty("endings").GetProperty("refused").GetInt64(), Is.EqualTo(1));
            Assert.That(minute.GetProperty("slow").GetArrayLength(), Is.EqualTo(3));
            Assert.That(
                minute.GetProperty("slow").EnumerateArray().Select(slow => slow.GetProperty("traceId").GetString()),
                Is.All.Match("^[0-9a-f]{32}$"));
            Assert.That(minute.GetProperty("findings").GetArrayLength(), Is.EqualTo(3));
            Assert.That(body, Does.Not.Contain("Secret"));
        });
    }

    [Test]
    public async Task Timings_CountWhatIsInProgressNow()
    {
        var release = new TaskCompletionSource();
        await using var model = await ModelStubServer.StartAsync(answer: StubAnswers.After(release.Task, StubAnswers.Good));
        await using var api = await DealInsightsApi.StartAsync(
            ["--Limits:MaxConcurrentRequests=2", "--Limits:MaxConcurrentRequestsPerClient=2", .. StubSettings.Of(model)]);
        await api.HasAsync(
            "meeting_insights",
            """{"deal_id":"Acme","meeting_id":"1","transcript":"We agreed to run a pilot in March."}""",
            """{"deal_id":"Beta","meeting_id":"1","transcript":"They asked for a discount of ten percent."}""");
        var waiting = new[] { api.BodyAsync(Endpoint.Overview, "Acme"), api.BodyAsync(Endpoint.Overview, "Beta") };
        await model.WaitUntilInFlightAsync(2).WaitAsync(DealInsightsApi.Patience);

        // The limit is reached, and operators are answered all the same.
        using var timings = JsonDocument.Parse(await api.Client.GetStringAsync("/diagnostics/timings"));

        Assert.That(timings.RootElement.GetProperty("inProgress").GetInt32(), Is.EqualTo(3));
        Assert.That(
            timings.RootElement.GetProperty("windows")[0].GetProperty("languageModel").GetProperty("atOncePeak").GetInt32(),
            Is.EqualTo(2));
        release.SetResult();
        await Task.WhenAll(waiting);
    }

    [TestCase("/diagnostics", "text/html")]
    [TestCase("/diagnostics/page.js", "text/javascript")]
    [TestCase("/diagnostics/page.css", "text/css")]
    public async Task Page_IsItsOwnAndRunsNothingElse(string address, string mediaType)
    {
        await using var api = await DealInsightsApi.StartAsync();

        using var response = await api.Client.GetAsync(address);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo(mediaType));
            Assert.That(
                response.Headers.GetValues("Content-Security-Policy").Single(),
                Does.StartWith("default-src 'none'; script-src 'self'; style-src 'self';").And.Not.Contain("unsafe"));
            Assert.That(text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), Does.Not.Contain("//www").And.Not.Match("https?://"));
            Assert.That(text, Does.Not.Match("""\s(style|onclick|onload)="""));
        });
    }

    [TestCase("Forwarded", "for=203.0.113.7")]
    [TestCase("X-Real-IP", "203.0.113.7")]
    [TestCase("Via", "1.1 proxy")]
    [TestCase("X-Forwarded-For", "127.0.0.1")]
    [TestCase("X-Original-For", "203.0.113.7")]
    [TestCase("Host", "rebound.example")]
    [TestCase("Host", "localhost.example")]
    public async Task RequestThatCameFromElsewhere_IsNotFromHere(string header, string value)
    {
        await using var api = await DealInsightsApi.StartAsync($"--Diagnostics:OperatorKey={Key}", "--AllowedHosts=*");

        using var response = await AskAsync(api, "/diagnostics/timings", (header, value));

        await AssertRefusedAsync(response, HttpStatusCode.Unauthorized);
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("OperatorKey"));
    }

    [TestCase(Key, HttpStatusCode.OK)]
    [TestCase("a key that operators shar", HttpStatusCode.Unauthorized)]
    [TestCase("A key that operators share", HttpStatusCode.Unauthorized)]
    [TestCase("", HttpStatusCode.Unauthorized)]
    [TestCase(null, HttpStatusCode.Unauthorized)]
    public async Task Key_OpensToWhoeverHasIt(string? key, HttpStatusCode expected)
    {
        await using var api = await DealInsightsApi.StartAsync(
            $"--Diagnostics:OperatorKey={Key}", "--Diagnostics:AllowLoopback=false", "--Logging:LogLevel:Default=Trace");

        using var response = key is null
            ? await AskAsync(api, "/diagnostics/timings")
            : await AskAsync(api, "/diagnostics/timings", ("X-Operator-Key", key));

        Assert.That(response.StatusCode, Is.EqualTo(expected));
        Assert.That(api.Logs.GetSnapshot().Select(record => record.Message), Has.None.Contains(Key));
    }

    [Test]
    public async Task ShortKey_KeepsTheServiceFromStarting()
    {
        await using var service = ServiceProcess.Start(["--urls=http://127.0.0.1:0"], ("Diagnostics__OperatorKey", "short"));

        Assert.That(await service.ExitCodeAsync(), Is.EqualTo(1));
        Assert.That(service.Errors, Has.Some.Contains("Diagnostics__OperatorKey"));
    }

    [Test]
    public async Task WebPages_MayNotReadIt()
    {
        await using var api = await DealInsightsApi.StartAsync("--environment=Development");

        using var response = await AskAsync(api, "/diagnostics/timings", ("Origin", "https://any.example"));

        Assert.That(response.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    private static async Task<HttpResponseMessage> AskAsync(
        DealInsightsApi api, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await api.Client.SendAsync(request);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        Assert.That(response.StatusCode, Is.EqualTo(expected));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("traceId").And.Not.Contain("windows").And.Not.Contain(Key));
    }

    // A request is counted after its answer has left, so the client may be here first.
    private static async Task<string> TimingsAsync(DealInsightsApi api, int queries)
    {
        using var patience = new CancellationTokenSource(DealInsightsApi.Patience);
        while (true)
        {
            var body = await api.Client.GetStringAsync("/diagnostics/timings", patience.Token);
            using var timings = JsonDocument.Parse(body);
            if (timings.RootElement.GetProperty("windows")[0].GetProperty("all").GetProperty("count").GetInt32() >= queries)
            {
                return body;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private static long Counter(JsonElement window, string name, params string[] tags) => window.GetProperty("counters")
        .EnumerateArray()
        .Single(counter => counter.GetProperty("name").GetString() == name
            && counter.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).SequenceEqual(tags))
        .GetProperty("count")
        .GetInt64();

    private static JsonElement Query(JsonElement window, string name) =>
        window.GetProperty("queries").EnumerateArray().Single(query => query.GetProperty("name").GetString() == name);
}
