using System.Net;
using System.Text.Json;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>What v3 refuses, and how.</summary>
[TestFixture]
internal sealed class V3RefusalTests
{
    private DealInsightsApi _api = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _api = await DealInsightsApi.StartAsync("--Cors:AllowedOrigins:0=https://crm.example");
        await _api.HasAsync("deal_info", """{"deal_id":"Acme"}""", """{"deal_id":"Bravo"}""");
    }

    [OneTimeTearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    [TestCase("?limit=0", "limit")]
    [TestCase("?limit=201", "limit")]
    [TestCase("?limit=ten", "limit")]
    [TestCase("?limit=99999999999", "limit")]
    [TestCase("?limit=0x1", "limit")]
    [TestCase("?limit=%231", "limit")]
    [TestCase("?limit=0x1&limit=1", "limit")]
    [TestCase("?sort=size", "sort")]
    [TestCase("?sort=Name", "sort")]
    [TestCase("?cursor=abc", "cursor")]
    [TestCase("?cursor=%2B%2F%3D", "cursor")]
    [TestCase("?search=%00", "search")]
    [TestCase("?name=%00", "name")]
    [TestCase("/17/insights?include=deal,price", "include")]
    [TestCase("/17/insights?include=Deal", "include")]
    [TestCase("/17/insights?include=deal,", "include")]
    public async Task Parameter_ThatIsNotValid_IsNamed(string address, string parameter)
    {
        using var response = await _api.Client.GetAsync(V3.Deals + address);
        var problem = await response.ProblemAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(problem.GetProperty("errors").EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { parameter }));
            Assert.That(problem.GetProperty("detail").GetString(), Does.StartWith($"{parameter}: "));
        });
    }

    [Test]
    public async Task Parameters_ThatAreNotValid_AreAllNamed()
    {
        using var response = await _api.Client.GetAsync($"{V3.Deals}?limit=0&sort=x&stage={new string('s', 257)}&owner=%01");

        Assert.That(
            (await response.ProblemAsync()).GetProperty("errors").EnumerateObject().Select(error => error.Name),
            Is.EquivalentTo(new[] { "limit", "sort", "stage", "owner" }));
    }

    [Test]
    public async Task Cursor_OfAnotherListOrChanged_IsRefused()
    {
        using var page = JsonDocument.Parse(await _api.V3BodyAsync($"{V3.Deals}?limit=1&search=a"));
        var cursor = page.RootElement.GetProperty("nextCursor").GetString()!;
        Assert.That(await _api.V3BodyAsync($"{V3.Deals}?limit=7&search=a&cursor={cursor}"), Does.Contain("Bravo"));

        foreach (var address in (string[])
            [
                $"?search=b&cursor={cursor}", $"?cursor={cursor}", $"?search=a&sort=-name&cursor={cursor}",
                $"?search=a&owner=x&cursor={cursor}", $"?search=a&cursor={cursor}A", $"?search=a&cursor={cursor[..^4]}",
                $"?search=a&cursor={(cursor[15] == 'A' ? cursor[..15] + 'B' + cursor[16..] : cursor[..15] + 'A' + cursor[16..])}",
            ])
        {
            using var response = await _api.Client.GetAsync(V3.Deals + address);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), address);
            Assert.That((await response.ProblemAsync()).GetProperty("errors").TryGetProperty("cursor", out _), Is.True);
        }
    }

    [TestCase("POST")]
    [TestCase("DELETE")]
    [TestCase("PATCH")]
    public async Task AnotherMethod_Is405WithTheAllowedOnes(string method)
    {
        foreach (var address in V3.AboutADeal.Select(about => V3.Of("Acme", about)).Append(V3.Deals))
        {
            var allowed = AllowedAt(address);
            if (allowed.Contains(method))
            {
                continue;
            }

            using var response = await _api.SendAsync(new HttpMethod(method), address);

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed), address);
            Assert.That(response.Content.Headers.Allow, Is.EquivalentTo(allowed), address);
            Assert.That((await response.ProblemAsync()).GetProperty("status").GetInt32(), Is.EqualTo(405));
        }
    }

    [Test]
    public async Task Options_TellsTheMethods()
    {
        foreach (var address in V3.AboutADeal.Select(about => V3.Of("unknown", about)).Append(V3.Deals))
        {
            using var response = await _api.SendAsync(HttpMethod.Options, address);

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), address);
            Assert.That(response.Content.Headers.Allow, Is.EquivalentTo(AllowedAt(address)), address);
        }
    }

    [TestCase("GET")]
    [TestCase("HEAD")]
    public async Task Preflight_OfAnAllowedOrigin_IsGranted(string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, V3.Of("Acme", "/overview"));
        request.Headers.Add("Origin", "https://crm.example");
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "if-none-match");
        using var response = await _api.Client.SendAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "https://crm.example" }));
            Assert.That(response.Headers.GetValues("Access-Control-Allow-Methods").Single(), Does.Contain(method));
            Assert.That(response.Headers.GetValues("Access-Control-Allow-Headers").Single(), Does.Contain("if-none-match"));
        });
    }

    [Test]
    public async Task AddressBelowADeal_ThatIsNone_Is404()
    {
        using var response = await _api.Client.GetAsync($"{V3.Deals}/Acme/phase/2");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await response.ProblemAsync();
    }

    // A deal as a whole can be removed.
    private static string[] AllowedAt(string address) =>
        address == V3.Of("Acme") || address == V3.Of("unknown") ? ["DELETE", "GET", "HEAD", "OPTIONS"] : ["GET", "HEAD", "OPTIONS"];
}
