using System.Diagnostics;
using System.Net;
using System.Text;
using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests;

[TestFixture]
internal sealed class RequestTimeoutTests
{
    [Test]
    public async Task Request_ThatTakesLongerThanARequestMay_Gets504AndItsCallIsEnded()
    {
        await using var model = await ModelStubServer.StartAsync(answer: StubAnswers.Silence);
        await using var api = await StartAsync(model);

        using var response = await api.AskAsync(Endpoint.Overview, "Acme");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(
            await response.Content.ReadAsStringAsync(), Does.Contain("took longer than a request may").And.Contain("traceId"));
        Assert.That(api.Logs.GetSnapshot().Select(record => record.Id.Name), Has.Some.EqualTo("RequestTimedOut"));
        await model.WaitUntilAbortedAsync(1).WaitAsync(DealInsightsApi.Patience);
    }

    [Test]
    public async Task Request_ThatWaitsForAPlaceLongerThanARequestMay_Gets504()
    {
        await using var model = await ModelStubServer.StartAsync(answer: StubAnswers.Silence);
        await using var api = await StartAsync(model, "--Limits:MaxConcurrentRequests=1", "--Limits:QueueLength=10");
        var first = api.AskAsync(Endpoint.Overview, "Acme");
        await model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);
        // A place is free when the first has run out of time, so that only the last of these waits for too long.
        var waiting = Enumerable.Range(0, 3).Select(_ => api.AskAsync(Endpoint.Overview, "Acme")).ToList();

        var responses = await Task.WhenAll([first, .. waiting]);

        Assert.That(responses.Select(response => response.StatusCode), Is.All.EqualTo(HttpStatusCode.GatewayTimeout));
    }

    [Test]
    public async Task Request_WithALargeBody_IsRefusedAndTheNextIsServed()
    {
        await using var api = await DealInsightsApi.StartAsync();
        using var large = new HttpRequestMessage(HttpMethod.Get, $"/api/hubspot/v2/{Endpoint.DealInfo}=Acme")
        {
            Content = new StringContent(new string('a', 17 * 1024), Encoding.ASCII),
        };
        using var small = new HttpRequestMessage(HttpMethod.Get, $"/api/hubspot/v2/{Endpoint.DealInfo}=Acme")
        {
            Content = new StringContent(new string('a', 15 * 1024), Encoding.ASCII),
        };

        using var refused = await api.Client.SendAsync(large);
        using var served = await api.Client.SendAsync(small);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(refused.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(served.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<DealInsightsApi> StartAsync(ModelStubServer model, params string[] settings)
    {
        // The framework lets a debugged request take as long as it likes.
        Assume.That(Debugger.IsAttached, Is.False);
        var api = await DealInsightsApi.StartAsync(
        [
            "--Limits:RequestTimeout=00:00:01",
            .. StubSettings.Of(model),
            .. settings,
        ]);
        await api.HasAsync("meeting_insights", """{"deal_id":"Acme","meeting_id":"1","transcript":"We agreed to run a pilot in March."}""");

        return api;
    }
}
