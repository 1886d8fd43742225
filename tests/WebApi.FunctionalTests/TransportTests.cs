using System.Net;
using System.Text.RegularExpressions;
using DealInsights.WebApi.FunctionalTests.Access;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>Proxies in front, https, and what browsers are told.</summary>
[TestFixture]
internal sealed partial class TransportTests
{
    private const string DealInfo = $"/api/hubspot/v2/{Endpoint.DealInfo}=Acme";
    private const string TrustThisMachine = "--Proxies:Trusted:0=127.0.0.0/8";

    [TestCase(DealInfo)]
    [TestCase("/api/hubspot/v2/deal-info")]
    [TestCase("/nowhere")]
    [TestCase("/health/live")]
    [TestCase("/metrics")]
    [TestCase("/diagnostics")]
    [TestCase("/docs/")]
    [TestCase("/openapi/v2.json")]
    public async Task EveryAnswer_TellsBrowsersWhatNotToDo(string address)
    {
        await using var api = await DealInsightsApi.StartAsync();

        using var response = await api.Client.GetAsync(address);

        Assert.Multiple(() =>
        {
            Assert.That(response.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
            Assert.That(response.Headers.GetValues("X-Frame-Options").Single(), Is.EqualTo("DENY"));
            Assert.That(response.Headers.GetValues("Referrer-Policy").Single(), Is.EqualTo("no-referrer"));
            Assert.That(
                response.Headers.GetValues("Content-Security-Policy").Single(),
                Does.StartWith("default-src 'none'; ").And.Contain("frame-ancestors 'none'"));
            Assert.That(response.Headers.Contains("Server"), Is.False);
            Assert.That(response.Headers.CacheControl?.NoStore is true, Is.EqualTo(address != "/openapi/v2.json"));
        });
    }

    [Test]
    public async Task ApiPage_RunsItsOwnScriptsByAWordThatIsNewEachTime()
    {
        await using var api = await DealInsightsApi.StartAsync();
        using var first = await api.Client.GetAsync("/docs/");
        using var second = await api.Client.GetAsync("/docs/");

        var nonce = NonceOf(first);
        var scripts = Script().Matches(await first.Content.ReadAsStringAsync());
        Assert.That(scripts, Is.Not.Empty);
        Assert.That(scripts.Select(script => script.Value), Is.All.Contains($"nonce=\"{nonce}\""));
        Assert.That(nonce, Has.Length.GreaterThanOrEqualTo(20).And.Not.EqualTo(NonceOf(second)));
    }

    [Test]
    public async Task TrustedProxy_TellsWhoTheClientIs()
    {
        await using var api = await DealInsightsApi.StartAsync(TrustThisMachine, "--Limits:RequestsPerClient=1", "--Limits:ClientWindow=01:00:00");

        HttpStatusCode[] statuses =
        [
            await StatusAsync(api, ("X-Forwarded-For", "203.0.113.7")),
            await StatusAsync(api, ("X-Forwarded-For", "203.0.113.8")),
            await StatusAsync(api, ("X-Forwarded-For", "203.0.113.7")),
            // What the client itself claims lies before what the proxy saw.
            await StatusAsync(api, ("X-Forwarded-For", "198.51.100.1, 203.0.113.7")),
        ];

        Assert.That(
            statuses,
            Is.EqualTo([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests]));
    }

    [Test]
    public async Task Stranger_IsNotBelieved()
    {
        await using var api = await DealInsightsApi.StartAsync(
            "--Proxies:Trusted:0=192.0.2.1", "--Limits:RequestsPerClient=1", "--Limits:ClientWindow=01:00:00");

        HttpStatusCode[] statuses =
        [
            await StatusAsync(api, ("X-Forwarded-For", "203.0.113.7")),
            await StatusAsync(api, ("X-Forwarded-For", "203.0.113.8"), ("X-Forwarded-Proto", "http")),
        ];

        Assert.That(statuses, Is.EqualTo([HttpStatusCode.OK, HttpStatusCode.TooManyRequests]));
    }

    [Test]
    public async Task CallerWhoCameToTheProxyByHttp_IsSentToHttps()
    {
        await using var api = await DealInsightsApi.StartAsync(TrustThisMachine, "--AllowedHosts=deals.example;127.0.0.1");
        using var response = await AskAsync(api, DealInfo, ("X-Forwarded-Proto", "http"), ("Host", "deals.example"));
        using var byHttps = await AskAsync(api, DealInfo, ("X-Forwarded-Proto", "https"), ("Host", "deals.example"));
        using var probe = await AskAsync(api, "/health/ready", ("X-Forwarded-Proto", "http"));
        using var direct = await AskAsync(api, DealInfo);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PermanentRedirect));
            Assert.That(response.Headers.Location?.OriginalString, Is.EqualTo($"https://deals.example{DealInfo}"));
            Assert.That(byHttps.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(byHttps.Headers.GetValues("Strict-Transport-Security").Single(), Is.EqualTo("max-age=31536000"));
            Assert.That(probe.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(direct.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(direct.Headers.Contains("Strict-Transport-Security"), Is.False);
        });
    }

    [Test]
    public async Task RedirectToHttps_LeadsToThePublicUrlWhatEverTheHostHeaderSays()
    {
        await using var api = await DealInsightsApi.StartAsync([TrustThisMachine, "--AllowedHosts=*", .. HubSpotCaller.Settings]);
        using var response = await AskAsync(api, DealInfo, ("X-Forwarded-Proto", "http"), ("Host", "attacker.example"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PermanentRedirect));
        Assert.That(response.Headers.Location?.OriginalString, Is.EqualTo($"{HubSpotCaller.BaseUrl}{DealInfo}"));
    }

    [TestCase("localhost", HttpStatusCode.OK)]
    [TestCase("127.0.0.1", HttpStatusCode.OK)]
    [TestCase("[::1]", HttpStatusCode.OK)]
    [TestCase("attacker.example", HttpStatusCode.BadRequest)]
    public async Task HostHeader_OtherThanThisMachine_IsRefusedUnlessConfigured(string host, HttpStatusCode status)
    {
        await using var api = await DealInsightsApi.StartAsync();
        using var response = await AskAsync(api, DealInfo, ("Host", host));

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Development_SendsNobodyToHttps()
    {
        await using var api = await DealInsightsApi.StartAsync("--environment=Development", TrustThisMachine);
        using var response = await AskAsync(api, DealInfo, ("X-Forwarded-Proto", "http"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task PageOfAnAllowedOrigin_MaySendCredentialsAndReadRefusals()
    {
        await using var api = await DealInsightsApi.StartAsync(
            "--Cors:AllowedOrigins:0=https://crm.example", "--Security:AllowAnonymous=false", "--Security:ApiKeys=true");
        using var asking = new HttpRequestMessage(HttpMethod.Options, DealInfo);
        asking.Headers.Add("Origin", "https://crm.example");
        asking.Headers.Add("Access-Control-Request-Method", "GET");
        asking.Headers.Add("Access-Control-Request-Headers", "authorization,x-api-key");
        using var allowed = await api.Client.SendAsync(asking);
        using var refused = await AskAsync(api, DealInfo, ("Origin", "https://crm.example"), ("X-Api-Key", "wrong"));
        using var stranger = await AskAsync(api, DealInfo, ("Origin", "https://other.example"), ("X-Api-Key", "wrong"));

        Assert.Multiple(() =>
        {
            Assert.That(allowed.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(allowed.Headers.GetValues("Access-Control-Allow-Headers").Single(), Is.EqualTo("authorization,x-api-key"));
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(refused.Headers.GetValues("Access-Control-Allow-Origin").Single(), Is.EqualTo("https://crm.example"));
            Assert.That(stranger.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
        });
    }

    private static string NonceOf(HttpResponseMessage response) =>
        Nonce().Match(response.Headers.GetValues("Content-Security-Policy").Single()).Groups[1].Value;

    private static async Task<HttpStatusCode> StatusAsync(DealInsightsApi api, params (string Name, string Value)[] headers)
    {
        using var response = await AskAsync(api, DealInfo, headers);

        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> AskAsync(DealInsightsApi api, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await api.Client.SendAsync(request);
    }

    [GeneratedRegex("script-src 'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
