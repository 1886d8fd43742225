using System.Net;
using System.Net.Sockets;
using System.Text;
using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests;

[TestFixture]
internal sealed class LimitTests
{
    [Test]
    public async Task Requests_BeyondTheLimit_Get503WithRetryAfterWhileHealthAnswers()
    {
        var release = new TaskCompletionSource();
        await using var model = await ModelStubServer.StartAsync(answer: StubAnswers.After(release.Task, StubAnswers.Good));
        await using var api = await DealInsightsApi.StartAsync(
            ["--Limits:MaxConcurrentRequests=1", .. StubSettings.Of(model)]);
        await api.HasAsync("meeting_insights", """{"deal_id":"Acme","meeting_id":"1","transcript":"We agreed to run a pilot in March."}""");
        var first = api.BodyAsync(Endpoint.Overview, "Acme");
        await model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);

        using var second = await api.AskAsync(Endpoint.DealInfo, "Acme");
        using var health = await api.Client.GetAsync("/health/ready");
        using var v2Health = await api.Client.GetAsync("/api/hubspot/v2/health");

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(second.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(second.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(await second.Content.ReadAsStringAsync(), Does.Contain("Too many requests are in progress."));
            Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(v2Health.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(api.Logs.GetSnapshot().Select(record => record.Id.Name), Has.Some.EqualTo("Overloaded"));
        });
        release.SetResult();
        await first;
        using var third = await api.AskAsync(Endpoint.DealInfo, "Acme");
        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Client_BeyondItsShare_IsRefusedWhileAnotherIsServed()
    {
        var release = new TaskCompletionSource();
        await using var model = await ModelStubServer.StartAsync(answer: StubAnswers.After(release.Task, StubAnswers.Good));
        await using var api = await DealInsightsApi.StartAsync(
            ["--Limits:MaxConcurrentRequests=2", "--Proxies:Trusted:0=127.0.0.1", .. StubSettings.Of(model)]);
        await api.HasAsync("meeting_insights", """{"deal_id":"Acme","meeting_id":"1","transcript":"We agreed to run a pilot in March."}""");
        var first = api.BodyAsync(Endpoint.Overview, "Acme");
        await model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);

        using var second = await api.AskAsync(Endpoint.DealInfo, "Acme");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/hubspot/v2/{Endpoint.DealInfo}=Acme");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var other = await api.Client.SendAsync(request);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        release.SetResult();
        await first;
    }

    [Test]
    public async Task SlowReaderOfAPublicDocument_HoldsNoPermitOfTheApi()
    {
        await using var api = await DealInsightsApi.StartAsync("--Limits:MaxConcurrentRequests=1");
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port);
        await slow.GetStream().WriteAsync(Encoding.Latin1.GetBytes("GET /docs/scalar.js HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var beginning = new byte[15];
        await slow.GetStream().ReadExactlyAsync(beginning);

        using var document = await api.Client.GetAsync("/docs/scalar.js");
        using var deal = await api.AskAsync(Endpoint.DealInfo, "Acme");

        Assert.That(Encoding.Latin1.GetString(beginning), Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(document.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "the slow reader holds the one permit for documents");
        Assert.That(deal.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Head_Of17KibOfHeaderFields_IsRefused()
    {
        await using var api = await DealInsightsApi.StartAsync();

        Assert.That(await StatusOfAsync(api, $"X-Filler: {new string('a', 17 * 1024)}\r\n"), Does.StartWith("HTTP/1.1 431"));
        Assert.That(await StatusOfAsync(api, $"X-Filler: {new string('a', 15 * 1024)}\r\n"), Does.StartWith("HTTP/1.1 200"));
    }

    [TestCase("GET /api/hubspot/v2/health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")]
    [TestCase("GET /api/hubspot/v2/health HTTP/9.9\r\nHost: x\r\n\r\n")]
    [TestCase("GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [TestCase("nonsense\r\n\r\n")]
    public async Task MalformedRequest_GetsA4xxOr505(string request)
    {
        await using var api = await DealInsightsApi.StartAsync();

        Assert.That(await SendRawAsync(api, request), Does.Match("^HTTP/1.1 (4..|505) "));
    }

    [Test]
    public async Task WebPages_OfListedOriginsOnly_MayRead()
    {
        await using var api = await DealInsightsApi.StartAsync("--Cors:AllowedOrigins:0=https://crm.example");

        Assert.That(await AllowedOriginAsync(api, "https://crm.example"), Is.EqualTo("https://crm.example"));
        Assert.That(await AllowedOriginAsync(api, "https://evil.example"), Is.Null);
    }

    [TestCase("Development", "*")]
    [TestCase("Production", null)]
    public async Task WebPages_WithoutAList_MayReadInDevelopmentOnly(string environment, string? allowed)
    {
        await using var api = await DealInsightsApi.StartAsync($"--environment={environment}");

        Assert.That(await AllowedOriginAsync(api, "https://any.example"), Is.EqualTo(allowed));
    }

    private static async Task<string?> AllowedOriginAsync(DealInsightsApi api, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hubspot/v2/health");
        request.Headers.Add("Origin", origin);
        using var response = await api.Client.SendAsync(request);

        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }

    private static Task<string> StatusOfAsync(DealInsightsApi api, string headers) =>
        SendRawAsync(api, $"GET /api/hubspot/v2/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");

    private static async Task<string> SendRawAsync(DealInsightsApi api, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);

        return await reader.ReadLineAsync() ?? "";
    }
}
