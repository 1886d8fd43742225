using System.Net;
using DealInsights.Application.Access;
using DealInsights.HostileInput;
using DealInsights.WebApi.FunctionalTests.Access;

namespace DealInsights.WebApi.FunctionalTests.Privacy;

/// <summary>A small part of what <c>tools/HostileInput</c> sends, with a seed of its own each time.</summary>
[TestFixture]
internal sealed class HostileInputTests
{
    [Test]
    public async Task Service_AskedByNoHonestClient_RefusesAndGoesOn()
    {
        await using var api = await DealInsightsApi.StartAsync(
            "--Security:AllowAnonymous=false", "--Security:ApiKeys=true", "--Diagnostics:AllowLoopback=false");
        await api.HasAsync("deal_info", """{"deal_id":"Acme renewal","stage":"Won"}""");
        var key = await api.NewKeyAsync(Role.Admin);
        var seed = Random.Shared.Next();
        await TestContext.Out.WriteLineAsync($"seed {seed}");

        var result = await HostileRun.RunAsync(api.Client.BaseAddress!, seed, requests: 500, key, CancellationToken.None);

        Assert.That(result.Faults, Is.Empty, $"seed {seed}");
        Assert.That(result.Statuses.Keys, Is.SupersetOf([200, 400, 401, 404]), "else it asks for nothing that matters");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v3/deals/nobody");
        request.Headers.Add("X-Api-Key", key);
        using var answer = await api.Client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "it goes on as before");
    }
}
