using System.Net;
using DealInsights.Application.Access;
using DealInsights.WebApi.FunctionalTests.Access;

namespace DealInsights.WebApi.FunctionalTests;

[TestFixture]
internal sealed class ClientLimitTests
{
    private const string TwoAnHour = "--Limits:RequestsPerClient=2";
    private const string AnHour = "--Limits:ClientWindow=01:00:00";
    private const string WithKeys = "--Security:ApiKeys=true";

    [Test]
    public async Task Requests_BeyondWhatAClientMaySend_Get429WithRetryAfterWhileOthersAreServed()
    {
        await using var api = await DealInsightsApi.StartAsync(TwoAnHour, AnHour, WithKeys);
        var first = await api.NewKeyAsync(Role.Reader, "first");
        var second = await api.NewKeyAsync(Role.Reader, "second");
        await StatusAsync(api, first);
        await StatusAsync(api, first);

        using var refused = await AskAsync(api, first);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(refused.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.FromMinutes(50)).And.AtMost(TimeSpan.FromHours(1)));
            Assert.That(refused.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("More than 2 requests within 01:00:00"));
            Assert.That(await StatusAsync(api, second), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await StatusAsync(api, null), Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await api.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await api.Client.GetAsync("/api/hubspot/v2/health")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(
                string.Join('\n', api.Logs.GetSnapshot().Select(record => record.Message)),
                Does.Contain("its client sent more").And.Not.Contains(first));
        });
    }

    [Test]
    public async Task Requests_WithoutAKey_AreCountedByAddress()
    {
        await using var api = await DealInsightsApi.StartAsync(TwoAnHour, AnHour);

        HttpStatusCode[] statuses =
            [await StatusAsync(api, null), await StatusAsync(api, null), await StatusAsync(api, null)];

        Assert.That(
            statuses, Is.EqualTo([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests]));
    }

    [Test]
    public async Task Requests_AfterTheWindow_AreServedAgain()
    {
        await using var api = await DealInsightsApi.StartAsync("--Limits:RequestsPerClient=1", "--Limits:ClientWindow=00:00:01");
        await StatusAsync(api, null);
        using var refused = await AskAsync(api, null);
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));

        // As told to, and not before.
        await Task.Delay(refused.Headers.RetryAfter!.Delta!.Value + TimeSpan.FromMilliseconds(300));

        Assert.That(await StatusAsync(api, null), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Requests_WithTwoKeysOfOneName_AreCountedTogether()
    {
        await using var api = await DealInsightsApi.StartAsync(TwoAnHour, AnHour, WithKeys);
        var old = await api.NewKeyAsync(Role.Reader, "first");
        var next = await api.RotatedKeyAsync("first");

        HttpStatusCode[] statuses = [await StatusAsync(api, old), await StatusAsync(api, next), await StatusAsync(api, next)];

        Assert.That(
            statuses, Is.EqualTo([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests]));
    }

    private static async Task<HttpStatusCode> StatusAsync(DealInsightsApi api, string? key)
    {
        using var response = await AskAsync(api, key);

        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> AskAsync(DealInsightsApi api, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/hubspot/v2/{Endpoint.DealInfo}=Acme");
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        return await api.Client.SendAsync(request);
    }
}
