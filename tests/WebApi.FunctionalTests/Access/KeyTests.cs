using System.Net;
using DealInsights.Application.Access;

namespace DealInsights.WebApi.FunctionalTests.Access;

[TestFixture]
internal sealed class KeyTests
{
    private const string DealInfo = $"/api/hubspot/v2/{Endpoint.DealInfo}=Acme";

    private static readonly string[] KeysAlone = ["--Security:AllowAnonymous=false", "--Security:ApiKeys=true"];

    [TestCase(null)]
    [TestCase("")]
    [TestCase("wrong")]
    [TestCase("di_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task WrongKey_Gets401ThatSaysHowToAskAndNothingElse(string? key)
    {
        await using var api = await DealInsightsApi.StartAsync(KeysAlone);

        using var response = key is null ? await api.Client.GetAsync(DealInfo) : await AskAsync(api, key);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("ApiKey"));
            Assert.That(body, Does.Contain("traceId").And.Contain(key is null ? "X-Api-Key" : "not valid, or not any more"));
        });
    }

    [Test]
    public async Task WrongKey_WhereEverybodyMayRead_IsStillRefused()
    {
        await using var api = await DealInsightsApi.StartAsync("--Security:ApiKeys=true");

        Assert.That(await StatusAsync(api, "wrong"), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Key_SentTwice_IsRefused()
    {
        await using var api = await DealInsightsApi.StartAsync(KeysAlone);
        var key = await api.NewKeyAsync(Role.Reader);
        using var request = new HttpRequestMessage(HttpMethod.Get, DealInfo);
        request.Headers.Add("X-Api-Key", key);
        request.Headers.Add("X-Api-Key", key);

        using var response = await api.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Key_BesideAnotherCredential_IsRefusedThoughBothAreRight()
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var api = await DealInsightsApi.StartAsync([.. KeysAlone, .. issuer.Settings]);
        using var request = new HttpRequestMessage(HttpMethod.Get, DealInfo);
        request.Headers.Add("X-Api-Key", await api.NewKeyAsync(Role.Reader));
        request.Headers.Add("Authorization", $"Bearer {issuer.Token("reader")}");

        using var response = await api.Client.SendAsync(request);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("send one"));
        });
    }

    [Test]
    public async Task CredentialsOfAWayThatIsOff_AreNone()
    {
        await using var api = await DealInsightsApi.StartAsync("--Security:ApiKeys=false");
        using var request = new HttpRequestMessage(HttpMethod.Get, DealInfo);
        request.Headers.Add("X-Api-Key", "wrong");
        request.Headers.Add("Authorization", "Bearer wrong");
        request.Headers.Add("X-HubSpot-Signature-v3", "wrong");

        using var response = await api.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    [Category("MongoDB")]
    public async Task RevokedKey_StopsOnOtherInstancesWithinAMinute_OnMongoDB()
    {
        var store = TestStore.Mongo();
        await RevokeOnAnotherInstanceAsync(store);
    }

    [Test]
    public async Task RevokedKey_StopsOnOtherInstancesWithinAMinute_OnTheEmbeddedStore() =>
        await RevokeOnAnotherInstanceAsync(TestStore.Embedded());

    [Test]
    public async Task RotatedKey_GoesOnUntilItsOverlapEnds()
    {
        var clock = new ShiftedClock();
        await using var api = await DealInsightsApi.StartAsync(TestStore.Embedded(), clock, KeysAlone);
        var old = await api.NewKeyAsync(Role.Reader, "crm-ui");
        var next = await api.RotatedKeyAsync("crm-ui", TimeSpan.FromHours(1));
        HttpStatusCode[] before = [await StatusAsync(api, old), await StatusAsync(api, next)];

        clock.Advance(TimeSpan.FromHours(1));

        Assert.That(before, Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(api, old), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(api, next), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task ExpiredKey_IsRefused()
    {
        var clock = new ShiftedClock();
        await using var api = await DealInsightsApi.StartAsync(TestStore.Embedded(), clock, KeysAlone);
        var key = await api.NewKeyAsync(Role.Reader);
        Assert.That(await StatusAsync(api, key), Is.EqualTo(HttpStatusCode.OK));

        clock.Advance(TimeSpan.FromDays(1));

        Assert.That(await StatusAsync(api, key), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Key_WhenTheStoreIsAway_IsNotCalledWrong()
    {
        await using var api = await DealInsightsApi.StartAsync(
            new TestStore(
                ["--ConnectionStrings:MongoDb=mongodb://127.0.0.1:1", "--MongoDb:ServerSelectionTimeout=00:00:00.3"],
                indexesToCreate: 0,
                () => Task.CompletedTask),
            [.. KeysAlone, "--Diagnostics:OperatorKey=a key that operators share"]);

        using var response = await AskAsync(api, "di_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        using var diagnostics = new HttpRequestMessage(HttpMethod.Get, "/diagnostics/timings");
        diagnostics.Headers.Add("X-Operator-Key", "a key that operators share");
        diagnostics.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var looked = await api.Client.SendAsync(diagnostics);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(response.Headers.RetryAfter, Is.Not.Null);
            Assert.That(looked.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the operators' key needs no store");
        });
    }

    [Test]
    public async Task WrongKeys_BeyondTheLimitOfAnAddress_AreRefusedAndCountedAndKeepNoRightKeyOut()
    {
        await using var api = await DealInsightsApi.StartAsync(
            [.. KeysAlone, "--Security:FailedAttemptsPerMinute=3", "--Logging:LogLevel:Default=Trace"]);
        var used = await api.NewKeyAsync(Role.Reader);
        var unused = await api.NewKeyAsync(Role.Reader);
        await StatusAsync(api, used);
        const string wrong = "di_WRONGWRONGWRONGWRONGWRONGWRONGWRONGWRONGWRO";

        HttpStatusCode[] statuses = [await StatusAsync(api, wrong), await StatusAsync(api, wrong), await StatusAsync(api, wrong)];
        using var slowed = await AskAsync(api, wrong);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(statuses, Is.All.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(slowed.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(slowed.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero).And.AtMost(TimeSpan.FromMinutes(1)));
            Assert.That(await StatusAsync(api, used), Is.EqualTo(HttpStatusCode.OK), "used before");
            Assert.That(await StatusAsync(api, unused), Is.EqualTo(HttpStatusCode.OK), "not used before");
            Assert.That((await api.Client.GetAsync(DealInfo)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), "sends none");
            Assert.That(
                await api.Client.GetStringAsync("/metrics"),
                Does.Match("""dealinsights_access_failures_total\{.*scheme="ApiKey".*\} 4"""));
            Assert.That(
                string.Join('\n', api.Logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception} {string.Join(' ', record.StructuredState ?? [])}")),
                Does.Not.Contain(wrong).And.Not.Contain(used).And.Not.Contain(ApplicationKeyHash(used)));
        });
    }

    private static string ApplicationKeyHash(string key) => DealInsights.Application.Access.Keys.ApiKeySecret.HashOf(key);

    private static async Task RevokeOnAnotherInstanceAsync(TestStore store)
    {
        var clock = new ShiftedClock();
        await using var one = await DealInsightsApi.StartAsync(store, clock, KeysAlone);
        await using var other = await DealInsightsApi.StartAsync(store.Shared(), clock, KeysAlone);
        var key = await one.NewKeyAsync(Role.Reader, "crm-ui");
        HttpStatusCode[] before = [await StatusAsync(one, key), await StatusAsync(other, key)];

        Assert.That(await one.RevokeKeyAsync("crm-ui"), Is.EqualTo(1));
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.That(before, Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(one, key), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(other, key), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private static async Task<HttpStatusCode> StatusAsync(DealInsightsApi api, string key)
    {
        using var response = await AskAsync(api, key);

        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> AskAsync(DealInsightsApi api, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, DealInfo);
        request.Headers.TryAddWithoutValidation("X-Api-Key", key);

        return await api.Client.SendAsync(request);
    }
}
