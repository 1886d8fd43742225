using System.Text.Json;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>A deal's name in a path survives, whatever is in it, and nobody else gets to see it.</summary>
[TestFixture]
internal sealed class V3NameTests
{
    private static readonly string[] Names =
    [
        "a/b", "/", "a//b", "a%b", "a%2Fb", "%2e%2e", "a%", "%25", "what?", "no#1", "a+b", "a b", " a ", "😀 Lumière ひかり野",
        "a.b", "...", "concerns", "Acme/concerns", "Acme/overview/stream", "insights", "a;b=c", "a:b@c", "a\\b", "a&b=c",
        "\"quoted\"", "O'Malley", "{dealName}", "{0}", "<b>", "a\tb", "a\r\nX-Injected: 1", "e\u0301", "\u202e", "*", "null",
        new string('é', 256),
    ];

    private DealInsightsApi _api = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _api = await DealInsightsApi.StartAsync();
        await _api.HasAsync(
            "deal_info",
            [.. Names.Concat([".", "..", "Acme"]).Select(name => $$"""{"deal_id":{{JsonSerializer.Serialize(name)}},"stage":"stage of {{JsonSerializer.Serialize(name)[1..^1]}}"}""")]);
        await _api.HasAsync(
            "deal_insights", [.. Names.Append("..").Select(name => $$$"""{"deal_id":{{{JsonSerializer.Serialize(name)}}},"concerns":[{"pricing_concerns":{"explanation":{{{JsonSerializer.Serialize(name)}}}}}]}""")]);
    }

    [OneTimeTearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    [TestCaseSource(nameof(Names))]
    public async Task Name_WhateverItHolds_FindsExactlyThatDeal(string name)
    {
        using var deal = JsonDocument.Parse(await _api.V3BodyAsync(V3.Of(name)));
        using var concerns = JsonDocument.Parse(await _api.V3BodyAsync(V3.Of(name, "/concerns")));

        Assert.Multiple(() =>
        {
            Assert.That(deal.RootElement.GetProperty("name").GetString(), Is.EqualTo(name));
            Assert.That(
                concerns.RootElement.GetProperty("concerns")[0].GetProperty("pricing").GetProperty("explanation").GetString(),
                Is.EqualTo(name));
        });
    }

    // Clients take dots for a way up before they send anything; who sends them all the same means a name.
    [TestCase("/api/v3/deals/%2E%2E", "\"name\":\"..\"")]
    [TestCase("/api/v3/deals/..", "\"name\":\"..\"")]
    [TestCase("/api/v3/deals/.", "\"name\":\".\"")]
    [TestCase("/api/v3/deals/../concerns", "\"explanation\":\"..\"")]
    [TestCase("/api/v3/deals/%2e%2E/concerns?x=/y", "\"explanation\":\"..\"")]
    [TestCase("/API/v3/%44eals/Acme/", "\"name\":\"Acme\"")]
    [TestCase("http://x/api/v3/deals/a%2Fb", "\"name\":\"a/b\"")]
    [TestCase("/api/v3/deals/%41cme", "\"name\":\"Acme\"")]
    [TestCase("/api/v3/deals/", "\"deals\":[")]
    public async Task Address_AsItIsSent_IsReadToTheLetter(string target, string expected)
    {
        var (status, answer) = await _api.SendRawAsync(target);

        Assert.That(status, Is.EqualTo(200), answer);
        Assert.That(answer, Does.Contain(expected));
    }

    [TestCase("/api/v3/deals/%FF", 400)]
    [TestCase("/api/v3/deals/%C0%AE/overview", 400)]
    [TestCase("/api/v3/deals/%ED%A0%80", 400)]
    [TestCase("/api/v3/deals/100%", 400)]
    [TestCase("/api/v3/deals/%zz", 400)]
    [TestCase("/api/v3/deals//concerns", 400)]
    [TestCase("/x/../api/v3/deals/Acme", 404)]
    [TestCase("/api/v3/deals/Acme/../Acme", 404)]
    public async Task Address_ThatIsNone_IsRefusedInAProblemDocument(string target, int expected)
    {
        var (status, answer) = await _api.SendRawAsync(target);

        Assert.That(status, Is.EqualTo(expected), answer);
        Assert.That(answer, Does.Contain("application/problem+json").And.Contain("traceId"));
        Assert.That(answer, expected == 400 ? Does.Contain("\"errors\":{\"dealName\":[") : Does.Not.Contain("errors"));
    }

    [Test]
    public async Task Log_ShowsTheTemplateAndNoName()
    {
        const string Secret = "Secretive-Merger";
        await using var api = await DealInsightsApi.StartAsync("--Logging:LogLevel:Default=Information");
        foreach (var address in V3.AboutADeal.Select(about => V3.Of($"{Secret}/Phase 2", about))
            .Append($"{V3.Deals}/{Secret}/Phase/{Secret}")
            .Append($"{V3.Deals}?search={Secret}")
            .Append($"{V3.Deals}/%FF{Secret}"))
        {
            using var response = await api.Client.GetAsync(address);
        }

        await api.SendRawAsync($"/x/../api/v3/deals/{Secret}");
        using var diagnostics = await api.Client.GetAsync("/diagnostics/data");
        using var metrics = await api.Client.GetAsync("/metrics");

        var told = api.Logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception} {string.Join(' ', record.StructuredState ?? [])}").ToList();
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(told, Has.None.Contains("Secretive").And.None.Contains("Phase"));
            Assert.That(told, Has.Some.Contains("[GET] /api/v3/deals/{dealName}/stakeholders - Completed"));
            Assert.That(told, Has.Some.Contains("[GET] /api/v3/deals/{dealName}/{unknown} - Completed"));
            Assert.That(await diagnostics.Content.ReadAsStringAsync(), Does.Not.Contain("Secretive"));
            Assert.That(
                await metrics.Content.ReadAsStringAsync(),
                Does.Not.Contain("Secretive").And.Contain("query=\"GetDealStakeholders\""));
        });
    }
}
