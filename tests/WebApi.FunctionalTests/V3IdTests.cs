using System.Net;
using System.Text.Json;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>A deal is found by its id, whatever its name; names appear in no path, log, trace or metric.</summary>
[TestFixture]
internal sealed class V3IdTests
{
    private static readonly string[] Names =
    [
        "a/b", "/", "a//b", "a%b", "a%2Fb", "%2e%2e", "a%", "%25", "what?", "no#1", "a+b", "a b", " a ", "😀 Lumière ひかり野",
        "a.b", "...", "concerns", "Acme/concerns", "Acme/overview/stream", "insights", "a;b=c", "a:b@c", "a\\b", "a&b=c",
        "\"quoted\"", "O'Malley", "{dealName}", "{0}", "<b>", "e\u0301", "\u202e", "*", "null",
        new string('é', 256),
    ];

    private DealInsightsApi _api = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _api = await DealInsightsApi.StartAsync();
        await _api.HasAsync("deal_info", [.. Names.Select(name => $$"""{"deal_id":{{JsonSerializer.Serialize(name)}}}""")]);
        await _api.HasAsync(
            "deal_info",
            """{"_id":{"$oid":"60d52ebe3c76ca9760571cda"},"hubspot_id":"1234567890","deal_id":"Synced"}""");
        await _api.HasAsync(
            "deal_insights", [.. Names.Append("Synced").Select(name => $$$"""{"deal_id":{{{JsonSerializer.Serialize(name)}}},"concerns":[{"pricing_concerns":{"explanation":{{{JsonSerializer.Serialize(name)}}}}}]}""")]);
    }

    [OneTimeTearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    [TestCaseSource(nameof(Names))]
    public async Task Name_WhateverItHolds_FindsTheIdOfExactlyThatDeal(string name)
    {
        using var page = JsonDocument.Parse(await _api.V3BodyAsync($"{V3.Deals}?name={Uri.EscapeDataString(name)}"));
        var deal = page.RootElement.GetProperty("deals").EnumerateArray().Single();
        using var concerns = JsonDocument.Parse(
            await _api.V3BodyAsync($"{V3.Deals}/{deal.GetProperty("id").GetString()}/concerns"));

        Assert.That(deal.GetProperty("name").GetString(), Is.EqualTo(name));
        Assert.That(
            concerns.RootElement.GetProperty("concerns")[0].GetProperty("pricing").GetProperty("explanation").GetString(),
            Is.EqualTo(name));
    }

    [Test]
    public async Task Deal_WithAHubSpotId_IsAddressedByItAndStillFoundByItsDocumentsId(
        [Values("1234567890", "60d52ebe3c76ca9760571cda")] string id)
    {
        using var deal = JsonDocument.Parse(await _api.V3BodyAsync($"{V3.Deals}/{id}"));

        Assert.That(deal.RootElement.GetProperty("id").GetString(), Is.EqualTo("1234567890"));
        Assert.That(await _api.V3BodyAsync($"{V3.Deals}/{id}/concerns"), Does.Contain("\"explanation\":\"Synced\""));
    }

    [TestCase("Acme")]
    [TestCase("%FF")]
    [TestCase("..%2f")]
    [TestCase("99999999999999999999999999999999")]
    public async Task Text_ThatIsNoId_BelongsToNoDeal(string id)
    {
        using var response = await _api.Client.GetAsync($"{V3.Deals}/{id}/concerns");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await response.ProblemAsync()).GetProperty("traceId").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task Log_ShowsNoName()
    {
        const string Secret = "Secretive-Merger";
        await using var api = await DealInsightsApi.StartAsync("--Logging:LogLevel:Default=Information");
        foreach (var address in V3.AboutADeal.Select(about => $"{V3.Deals}/{Secret}{about}")
            .Append($"{V3.Deals}/{Secret}/Phase/{Secret}")
            .Append($"{V3.Deals}?search={Secret}")
            .Append($"{V3.Deals}?name={Secret}"))
        {
            using var response = await api.Client.GetAsync(address);
        }

        using var diagnostics = await api.Client.GetAsync("/diagnostics/data");
        using var metrics = await api.Client.GetAsync("/metrics");

        var logged = api.Logs.GetSnapshot()
            .Select(record => $"{record.Message} {record.Exception} {string.Join(' ', record.StructuredState ?? [])}").ToList();
        Assert.That(logged, Has.None.Contains("Secretive"));
        Assert.That(logged, Has.Some.Contains("[GET] /api/v3/deals/{dealId}/stakeholders - Completed"));
        Assert.That(await diagnostics.Content.ReadAsStringAsync(), Does.Not.Contain("Secretive"));
        Assert.That(
            await metrics.Content.ReadAsStringAsync(),
            Does.Not.Contain("Secretive").And.Contain("query=\"GetStakeholders\""));
    }
}
