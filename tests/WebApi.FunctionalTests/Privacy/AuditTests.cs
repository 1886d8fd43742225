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
    // The deals' ids.
    private const string Acme = "101";
    private const string Other = "202";

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
        await _api.HasAsync("deal_info", $$"""{"deal_id":"Acme","hubspot_id":"{{Acme}}","stage":"Won"}""", $$"""{"deal_id":"Other","hubspot_id":"{{Other}}","stage":"Won"}""");
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
        await SendAsync("GET", $"/api/v3/deals/{Acme}", _reader);
        await SendAsync("GET", "/api/hubspot/v2/deal-info?dealName=Other", _reader);
        await SendAsync("GET", "/api/v3/deals/999", _reader);
        await SendAsync("GET", "/api/v3/deals?limit=many", _reader);
        await SendAsync("DELETE", $"/api/v3/deals/{Acme}", _reader);
        await SendAsync("GET", $"/api/v3/deals/{Acme}", key: null);
        await SendAsync("GET", "/health/live", _reader);

        var records = await RecordsAsync("", times: 5);

        // A record is noted when its response is on its way, so the next request's record may come first.
        Assert.That(records.Select(Described), Is.EquivalentTo(new[]
        {
            "key:crm-ui DELETE /api/v3/deals/{dealId}   refused",
            "key:crm-ui GET /api/v3/deals   invalid",
            $"key:crm-ui GET /api/v3/deals/{{dealId}} {DealHash.Of("999")}  notFound",
            $"key:crm-ui GET /api/hubspot/v2/deal-info {DealHash.Of(Other)} {Other} done",
            $"key:crm-ui GET /api/v3/deals/{{dealId}} {DealHash.Of(Acme)} {Acme} done",
        }));
    }

    [TestCase("deal-info?dealName=Acme&dealName=Other")]
    [TestCase("get-stakeholders?dealName=Other&deal_name=Acme")]
    [TestCase("get-stakeholders?deal_name=Acme&deal_name=Other")]
    public async Task Read_WithSeveralNames_IsRecordedAsTheDealThatWasRead(string query)
    {
        var (_, body) = await SendAsync("GET", $"/api/hubspot/v2/{query}", _reader);

        var record = (await RecordsAsync("?caller=key:crm-ui", times: 1)).Single();
        Assert.That(record.GetProperty("dealId").GetString(), Is.EqualTo(Acme), body);
    }

    [Test]
    public async Task Read_OfARemovedDeal_DoesNotWriteItsNameBack()
    {
        Assert.That((await SendAsync("DELETE", $"/api/v3/deals/{Acme}", _admin)).Status, Is.EqualTo(HttpStatusCode.OK));
        await SendAsync("GET", "/api/hubspot/v2/get-concerns?dealName=Acme", _reader);

        var record = (await RecordsAsync("?caller=key:crm-ui", times: 1)).Single();
        Assert.That(record.GetProperty("dealId").GetString(), Is.Null);
        Assert.That(record.GetRawText(), Does.Not.Contain("Acme"));
    }

    [Test]
    public async Task Records_OfADealThatIsRemoved_KeepItsHashAlone()
    {
        await SendAsync("GET", $"/api/v3/deals/{Acme}", _reader);
        await SendAsync("GET", "/api/hubspot/v2/deal-info?dealName=Acme", _reader);
        await SendAsync("GET", $"/api/v3/deals/{Other}", _reader);
        await RecordsAsync("?dealName=Acme", times: 2);
        Assert.That((await SendAsync("DELETE", $"/api/v3/deals/{Acme}", _admin)).Status, Is.EqualTo(HttpStatusCode.OK));

        var records = await RecordsAsync($"?dealName={Acme}", times: 3);

        Assert.That(records.Select(Described), Is.EquivalentTo(new[]
        {
            $"key:ops DELETE /api/v3/deals/{{dealId}} {DealHash.Of(Acme)}  done",
            $"key:crm-ui GET /api/v3/deals/{{dealId}} {DealHash.Of(Acme)}  done",
            $"key:crm-ui GET /api/hubspot/v2/deal-info {DealHash.Of(Acme)}  done",
        }));
        Assert.That((await RecordsAsync("?dealName=Other", times: 1)).Select(Described), Is.EqualTo(new[]
        {
            $"key:crm-ui GET /api/v3/deals/{{dealId}} {DealHash.Of(Other)} {Other} done",
        }));
    }

    [Test]
    public async Task Records_AreReadPageByPage()
    {
        for (var number = 0; number < 5; number++)
        {
            await SendAsync("GET", $"/api/v3/deals/{number}", _reader);
        }

        await RecordsAsync("?caller=key:crm-ui", times: 5);
        List<JsonElement> records = [];
        string? cursor = null;
        do
        {
            // Each page is a record of its own, by another caller.
            var (_, body) = await SendAsync("GET", $"/api/v3/audit?caller=key:crm-ui&limit=2&cursor={cursor}", _admin);
            var page = JsonDocument.Parse(body).RootElement;
            records.AddRange(page.GetProperty("records").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.That(
            records.Select(record => record.GetProperty("dealHash").GetString()),
            Is.EquivalentTo(Enumerable.Range(0, 5).Select(number => DealHash.Of($"{number}"))));
        // By when they were taken down: an answer that is on its way may come before the one that was asked for earlier.
        Assert.That(
            records.Select(record => record.GetProperty("id").GetString()),
            Is.Ordered.Descending.Using((IComparer<string>)StringComparer.Ordinal));
    }

    [Test]
    public async Task Reads_ThatRepeat_AreCounted()
    {
        for (var number = 0; number < 20; number++)
        {
            await SendAsync("GET", $"/api/v3/deals/{Acme}", _reader);
        }

        var records = await RecordsAsync("?caller=key:crm-ui&limit=200", times: 20);

        Assert.That(records, Has.Count.LessThan(20), "those of one second are one");
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

    /// <summary>
    /// The records, once they tell of so many requests: each is taken down when its answer is on its way, so the next
    /// request may come before.
    /// </summary>
    private async Task<List<JsonElement>> RecordsAsync(string query, long times)
    {
        using var patience = new CancellationTokenSource(DealInsightsApi.Patience);
        while (true)
        {
            await _api.Services.GetRequiredService<AuditTrail>().FlushAsync(patience.Token);
            var (status, body) = await SendAsync("GET", $"/api/v3/audit{query}", _admin);
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK), body);
            List<JsonElement> records =
            [
                .. JsonDocument.Parse(body).RootElement.GetProperty("records").EnumerateArray()
                    // The question before is recorded too.
                    .Where(record => record.GetProperty("action").GetString() != "GET /api/v3/audit"),
            ];
            if (records.Sum(record => record.GetProperty("count").GetInt64()) >= times)
            {
                return records;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
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
