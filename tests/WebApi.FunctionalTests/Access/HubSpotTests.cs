using System.Net;
using System.Net.Sockets;
using System.Text;
using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests.Access;

[TestFixture]
internal sealed class HubSpotTests
{
    private const string Asked = $"/api/hubspot/v2/{Endpoint.DealInfo}=Acme%20%26%20Co%3A%20%28new%29";

    private static readonly string[] HubSpotAlone =
        ["--Security:AllowAnonymous=false", "--Security:FailedAttemptsPerMinute=1000", .. HubSpotCaller.Settings];

    private DealInsightsApi _api = null!;

    private static string DealInfo => HubSpotCaller.Appending(Asked);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _api = await DealInsightsApi.StartAsync(HubSpotAlone);
        await _api.HasAsync("deal_info", """{"deal_id":"Acme & Co: (new)","owner":"Dana"}""");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task SignedCall_IsAnswered()
    {
        using var response = await _api.Client.SendAsync(Get(DealInfo));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("Dana"));
    }

    [Test]
    public async Task SignedCall_DecodedAsHubSpotDocumentsIt_IsAnswered()
    {
        using var response = await _api.Client.SendAsync(HubSpotCaller.Request(
            HttpMethod.Get,
            DealInfo,
            signedTarget: DealInfo.Replace("%3A", ":", StringComparison.Ordinal).Replace("%28", "(", StringComparison.Ordinal)
                .Replace("%29", ")", StringComparison.Ordinal).Replace("%40", "@", StringComparison.Ordinal)));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    // URL and body are signed without a separator, so the end of the query could be moved into a body.
    [Test]
    public async Task SignedRead_WithABody_IsRefused()
    {
        using var signed = HubSpotCaller.Request(HttpMethod.Get, DealInfo, body: """{"a":1}""");
        var target = HubSpotCaller.Appending("/api/hubspot/v2/deal-info?x=1").Replace("appId=5", "dealName=Acme", StringComparison.Ordinal);
        using var shortened = HubSpotCaller.Request(HttpMethod.Get, target, body: "%202", signedTarget: target);

        Assert.That(await StatusAsync(signed), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(shortened), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task SignedRead_WithTooLongABody_Gets413()
    {
        using var request = HubSpotCaller.Request(HttpMethod.Get, DealInfo, body: new string('x', 20_000));

        Assert.That(await StatusAsync(request), Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task BodyThatNeverArrives_HoldsNoPermit()
    {
        await using var api = await DealInsightsApi.StartAsync(["--Limits:MaxConcurrentRequests=1", .. HubSpotAlone]);
        using var slow = new TcpClient();
        await slow.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {DealInfo} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n"
            + $"X-HubSpot-Signature-v3: AAAA\r\nX-HubSpot-Request-Timestamp: {DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}\r\n\r\n"));
        using var reader = new StreamReader(slow.GetStream(), Encoding.ASCII);

        Assert.That(await reader.ReadLineAsync().WaitAsync(DealInsightsApi.Patience), Does.StartWith("HTTP/1.1 401"));
        using var next = await api.Client.SendAsync(Get(DealInfo));
        Assert.That(next.StatusCode, Is.Not.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task TamperedCall_IsRefusedInEveryPart()
    {
        var calls = new Dictionary<string, HttpRequestMessage>
        {
            ["another deal"] = Sent(Get(DealInfo), DealInfo.Replace("new", "old", StringComparison.Ordinal)),
            ["another address"] = Sent(Get(DealInfo), DealInfo.Replace("deal-info", "get-concerns", StringComparison.Ordinal)),
            ["another user"] = Sent(Get(DealInfo), DealInfo.Replace("userId=7", "userId=8", StringComparison.Ordinal)),
            ["another account"] = Get(DealInfo.Replace("portalId=33", "portalId=34", StringComparison.Ordinal)),
            ["two accounts"] = Get($"{DealInfo}&portalId=44"),
            ["two accounts, one in capitals"] = Get(DealInfo.Replace("userId", "PORTALID=33&portalId=44&userId", StringComparison.Ordinal)),
            ["two users"] = Get($"{DealInfo}&userId=8"),
            ["no account"] = Get($"{Asked}&userId=7"),
            ["no user"] = Get($"{Asked}&portalId=33"),
            ["user that is no number"] = Get($"{Asked}&portalId=33&userId=x%0Ay"),
            ["too old"] = HubSpotCaller.Request(HttpMethod.Get, DealInfo, at: DateTimeOffset.UtcNow.AddMinutes(-5.1)),
            ["too far ahead"] = HubSpotCaller.Request(HttpMethod.Get, DealInfo, at: DateTimeOffset.UtcNow.AddMinutes(5.1)),
            ["without time"] = Changed(headers => headers.Remove("X-HubSpot-Request-Timestamp")),
            ["with two times"] = Changed(headers => headers.Add("X-HubSpot-Request-Timestamp", "1700000000000")),
            ["without a number as time"] = Replaced("X-HubSpot-Request-Timestamp", "now"),
            ["with another time"] = Replaced("X-HubSpot-Request-Timestamp", $"{DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeMilliseconds()}"),
            ["with two signatures"] = Changed(headers => headers.Add("X-HubSpot-Signature-v3", "AAAA")),
            ["with no signature in it"] = Replaced("X-HubSpot-Signature-v3", ""),
            ["with nonsense for a signature"] = Replaced("X-HubSpot-Signature-v3", "nonsense"),
        };

        await Assert.MultipleAsync(async () =>
        {
            foreach (var (attack, call) in calls)
            {
                Assert.That(await StatusAsync(call), Is.EqualTo(HttpStatusCode.Unauthorized), attack);
            }

            Assert.That(await StatusAsync(Get(DealInfo)), Is.EqualTo(HttpStatusCode.OK));
        });
    }

    [Test]
    public async Task HostHeader_HasNoPartInIt()
    {
        var call = Get(DealInfo);
        call.Headers.Host = "localhost";
        call.Headers.Add("X-Forwarded-Host", "attacker.example");

        Assert.That(await StatusAsync(call), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Call_SentAgainAfterItsTime_IsRefused()
    {
        var clock = new ShiftedClock();
        await using var api = await DealInsightsApi.StartAsync(TestStore.Embedded(), clock, HubSpotAlone);
        var at = DateTimeOffset.UtcNow;
        using var first = await api.Client.SendAsync(HubSpotCaller.Request(HttpMethod.Get, DealInfo, at: at));
        clock.Advance(TimeSpan.FromMinutes(5.1));
        using var again = await api.Client.SendAsync(HubSpotCaller.Request(HttpMethod.Get, DealInfo, at: at));

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task WhatWouldBe503_Is429ForHubSpotWhichWouldAskAgainAtOnce()
    {
        await using var api = await DealInsightsApi.StartAsync(
            new TestStore(
                ["--ConnectionStrings:MongoDb=mongodb://127.0.0.1:1", "--MongoDb:ServerSelectionTimeout=00:00:00.3"],
                indexesToCreate: 0,
                () => Task.CompletedTask),
            HubSpotAlone);

        using var response = await api.Client.SendAsync(Get(DealInfo));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("\"status\":429").And.Contain("The database is not available"));
        });
    }

    [Test]
    public async Task AnswerThatTakesTooLong_IsEndedBeforeHubSpotGivesUp()
    {
        await using var model = await ModelStubServer.StartAsync(answer: call => Task.Delay(Timeout.Infinite, call.CallerGone));
        await using var api = await DealInsightsApi.StartAsync(
        [
            .. HubSpotAlone, "--Limits:HubSpotTimeout=00:00:00.5",
            .. StubSettings.Of(model),
        ]);
        await api.HasAsync("meeting_insights", """{"deal_id":"Acme","meeting_id":"1","transcript":"We agreed to run a pilot in March."}""");

        using var response = await api.Client.SendAsync(
            Get(HubSpotCaller.Appending($"/api/hubspot/v2/{Endpoint.Overview}=Acme")));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(response.Headers.RetryAfter, Is.Not.Null);
    }

    [Test]
    public async Task AnswerOfMoreThanAMegabyte_IsReplacedByOneThatSaysSo()
    {
        var concern = $$$"""{"pricing_concerns":{"has_concerns":true,"explanation":"{{{new string('x', 100_000)}}}"}}""";
        await _api.HasAsync("deal_info", """{"deal_id":"Huge"}""");
        await _api.HasAsync("deal_insights", $$"""{"deal_id":"Huge","concerns":[{{string.Join(',', Enumerable.Repeat(concern, 10))}}]}""");

        using var response = await _api.Client.SendAsync(
            Get(HubSpotCaller.Appending($"/api/hubspot/v2/{Endpoint.Concerns}=Huge")));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("1000000 at most"));
        });
    }

    private static HttpRequestMessage Get(string target) => HubSpotCaller.Request(HttpMethod.Get, target);

    private static HttpRequestMessage Sent(HttpRequestMessage request, string target)
    {
        request.RequestUri = new Uri(target, UriKind.Relative);

        return request;
    }

    private static HttpRequestMessage Changed(Action<System.Net.Http.Headers.HttpRequestHeaders> change)
    {
        var request = Get(DealInfo);
        change(request.Headers);

        return request;
    }

    private static HttpRequestMessage Replaced(string header, string value) => Changed(headers =>
    {
        headers.Remove(header);
        headers.TryAddWithoutValidation(header, value);
    });

    private async Task<HttpStatusCode> StatusAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _api.Client.SendAsync(request);

            return response.StatusCode;
        }
    }
}
