using System.Net;
using System.Text.Json;
using DealInsights.Application.Access;
using DealInsights.Application.Audit;
using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.FunctionalTests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.WebApi.FunctionalTests.Privacy;

/// <summary>Who read and changed what, as admins are told, over each store.</summary>
[TestFixture("embedded")]
[TestFixture("mongodb", Category = "MongoDB")]
internal sealed class AuditTests(string kind)
{
    private DealInsightsApi _api = null!;
    private string _reader = null!;
    private string _admin = null!;

    [SetUp]
    public async Task SetUp()
    {
        _api = await DealInsightsApi.StartAsync(
            kind == "mongodb" ? TestStore.Mongo() : TestStore.Embedded(), "--Security:AllowAnonymous=false", "--Security:ApiKeys=true");
        _reader = await _api.NewKeyAsync(Role.Reader, "crm-ui");
        _admin = await _api.NewKeyAsync(Role.Admin, "ops");
        await _api.HasAsync("deal_info", """{"deal_id":"Acme","stage":"Won"}""", """{"deal_id":"Other","stage":"Won"}""");
    }

    [TearDown]
    public async Task TearDown()
    {
        // Null when there is no MongoDB, for which the test has failed or was skipped already.
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }
    }

    [Test]
    public async Task Records_TellWhoDidWhatToWhichDealAndHowItEnded()
    {
        await SendAsync("GET", "/api/v3/deals/Acme", _reader);
        await SendAsync("GET", "/api/hubspot/v2/deal-info?dealName=Other", _reader);
        await SendAsync("GET", "/api/v3/deals/Nobody's", _reader);
        await SendAsync("GET", "/api/v3/deals?limit=many", _reader);
        await SendAsync("DELETE", "/api/v3/deals/Acme", _reader);
        await SendAsync("GET", "/api/v3/deals/Acme", key: null);
        await SendAsync("GET", "/health/live", _reader);

        var records = await RecordsAsync("");

        // Each is taken down once its answer is on its way, so the next may come before it.
        Assert.That(records.Select(Described), Is.EquivalentTo(new[]
        {
            $"key:crm-ui DELETE /api/v3/deals/{{dealName}} {DealHash.Of("Acme")}  refused",
            "key:crm-ui GET /api/v3/deals   invalid",
            $"key:crm-ui GET /api/v3/deals/{{dealName}} {DealHash.Of("Nobody's")}  notFound",
            $"key:crm-ui GET /api/hubspot/v2/deal-info {DealHash.Of("Other")} Other done",
            $"key:crm-ui GET /api/v3/deals/{{dealName}} {DealHash.Of("Acme")} Acme done",
        }));
    }

    [Test]
    public async Task Records_OfADealThatIsRemoved_KeepItsHashAlone()
    {
        await SendAsync("GET", "/api/v3/deals/Acme", _reader);
        await SendAsync("GET", "/api/v3/deals/Other", _reader);
        Assert.That((await SendAsync("DELETE", "/api/v3/deals/Acme", _admin)).Status, Is.EqualTo(HttpStatusCode.OK));

        var records = await RecordsAsync("?dealName=Acme");

        Assert.That(records.Select(Described), Is.EqualTo(new[]
        {
            $"key:ops DELETE /api/v3/deals/{{dealName}} {DealHash.Of("Acme")}  done",
            $"key:crm-ui GET /api/v3/deals/{{dealName}} {DealHash.Of("Acme")}  done",
        }));
        Assert.That((await RecordsAsync("?dealName=Other")).Select(Described), Is.EqualTo(new[]
        {
            $"key:crm-ui GET /api/v3/deals/{{dealName}} {DealHash.Of("Other")} Other done",
        }));
    }

    [Test]
    public async Task Records_AreReadPageByPage()
    {
        for (var number = 0; number < 5; number++)
        {
            await SendAsync("GET", $"/api/v3/deals/{number}", _reader);
        }

        await _api.Services.GetRequiredService<AuditTrail>().FlushAsync(CancellationToken.None);
        List<string?> hashes = [];
        string? cursor = null;
        do
        {
            // Each page is a record of its own, by another caller.
            var (_, body) = await SendAsync("GET", $"/api/v3/audit?caller=key:crm-ui&limit=2&cursor={cursor}", _admin);
            var page = JsonDocument.Parse(body).RootElement;
            hashes.AddRange(page.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("dealHash").GetString()));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.That(hashes, Is.EqualTo(Enumerable.Range(0, 5).Reverse().Select(number => DealHash.Of($"{number}"))));
    }

    [TestCase("limit=0")]
    [TestCase("limit=201")]
    [TestCase("limit=many")]
    [TestCase("since=yesterday")]
    [TestCase("cursor=x")]
    public async Task Records_AskedForWrongly_AreRefused(string query)
    {
        var (status, body) = await SendAsync("GET", $"/api/v3/audit?{query}", _admin);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body, Does.Contain(query.Split('=')[0]).And.Contain("traceId"));
    }

    private static string Described(JsonElement record) =>
        $"{record.GetProperty("caller")} {record.GetProperty("action")} {record.GetProperty("dealHash")} {record.GetProperty("dealId")} {record.GetProperty("outcome")}";

    private async Task<List<JsonElement>> RecordsAsync(string query)
    {
        await _api.Services.GetRequiredService<AuditTrail>().FlushAsync(CancellationToken.None);
        var (status, body) = await SendAsync("GET", $"/api/v3/audit{query}", _admin);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), body);

        return [.. JsonDocument.Parse(body).RootElement.GetProperty("records").EnumerateArray()];
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(string method, string address, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var answer = await _api.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
