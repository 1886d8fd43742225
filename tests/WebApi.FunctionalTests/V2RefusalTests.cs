using System.Net;
using System.Text.Json;

namespace DealInsights.WebApi.FunctionalTests;

[TestFixture]
internal sealed class V2RefusalTests
{
    private DealInsightsApi _api = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _api = await DealInsightsApi.StartAsync();
        await _api.HasAsync("deal_info", """{"deal_id":"Acme","owner":"Dana"}""");
    }

    [OneTimeTearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    private static IEnumerable<TestCaseData> InvalidRequests() =>
        from endpoint in Endpoint.All
        let parameter = endpoint.Split('?')[1]
        from query in new[]
        {
            "", $"{parameter}=", $"{parameter}=%20%09", $"{parameter}={new string('a', 257)}", $"{parameter}[$ne]=x",
            $"{parameter}={new string('a', 16 * 1024)}", $"other={new string('a', 16 * 1024)}",
        }
        select new TestCaseData($"{endpoint.Split('?')[0]}?{query}", parameter)
            .SetArgDisplayNames(endpoint, query.Length > 40 ? $"{query[..40]}…" : query);

    [TestCaseSource(nameof(InvalidRequests))]
    public async Task AnyEndpoint_WithoutAUsableName_Answers400NamingTheParameter(string address, string parameter)
    {
        using var response = await _api.Client.GetAsync($"/api/hubspot/v2/{address}");
        using var problem = await ProblemOf(response);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(problem.RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { parameter }));
        Assert.That(problem.RootElement.GetProperty("detail").GetString(), Does.StartWith($"{parameter}: "));
    }

    [Test]
    public async Task Refusal_HasThisForm()
    {
        using var response = await _api.Client.GetAsync("/api/hubspot/v2/get-stakeholders");
        using var problem = await ProblemOf(response);
        var traceId = problem.RootElement.GetProperty("traceId").GetString();

        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo($$"""{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,"detail":"deal_name: A deal name is required.","errors":{"deal_name":["A deal name is required."]},"traceId":"{{traceId}}"}"""));
        Assert.That(traceId, Does.Match("^[0-9a-f]{32}$"));
    }

    [Test]
    public async Task Refusal_OfTheOtherSpelling_NamesThatSpelling()
    {
        using var response = await _api.Client.GetAsync($"/api/hubspot/v2/get-stakeholders?dealName={new string('a', 257)}");

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("\"errors\":{\"dealName\":["));
    }

    private static readonly string[] HostileNames =
    [
        """{"$ne":null}""", "$where", "'; DROP TABLE deal_info; --", "\"", "\\", "%", "%%%00", "\u0000", "a\u0000b", "\u0001\u001b[31m",
        "\r\nX-Injected: 1", "😀", "\u202e", "../../etc/passwd", "{{7*7}}", "<script>alert(1)</script>", ".*", "Acme\u0000",
        "ACME", " Acme", new string('é', 256),
    ];

    [Test]
    public async Task AnyEndpoint_WithAHostileName_AnswersNoData(
        [ValueSource(typeof(Endpoint), nameof(Endpoint.All))] string endpoint,
        [ValueSource(nameof(HostileNames))] string name)
    {
        var body = await _api.BodyAsync(endpoint, name);

        Assert.That(body, Is.EqualTo(await _api.BodyAsync(endpoint, "no such deal")));
    }

    [TestCase("%")]
    [TestCase("%zz")]
    [TestCase("%ED%A0%80")]
    [TestCase("%C0%AE")]
    [TestCase("%FF%FE")]
    [TestCase("%u0041")]
    [TestCase("a&dealName=b&dealName=c&deal_name=d")]
    public async Task AnyEndpoint_WithBrokenPercentEncoding_Answers200Or400(string query)
    {
        foreach (var endpoint in Endpoint.All)
        {
            using var response = await _api.Client.GetAsync(new Uri($"{_api.Client.BaseAddress}api/hubspot/v2/{endpoint}={query}"));

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.BadRequest));
        }
    }

    [TestCase("/api/hubspot/v2/nothing-here", "application/json")]
    [TestCase("/api/hubspot/v2/nothing-here", "text/html")]
    [TestCase("/api/hubspot/v2/nothing-here", "*/*")]
    [TestCase("/openapi/v9.json", "*/*")]
    [TestCase("/docs/nothing/here", "*/*")]
    public async Task UnknownAddress_WhateverIsAccepted_IsAProblemDocument(string address, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd(accept);
        using var response = await _api.Client.SendAsync(request);
        using var problem = await ProblemOf(response);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(problem.RootElement.GetProperty("status").GetInt32(), Is.EqualTo(404));
        Assert.That(problem.RootElement.TryGetProperty("traceId", out _), Is.True);
    }

    [Test]
    public async Task WrongMethod_IsAProblemDocumentThatNamesTheRightOne()
    {
        using var response = await _api.Client.PostAsync("/api/hubspot/v2/deal-info?dealName=Acme", content: null);
        using var problem = await ProblemOf(response);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(response.Content.Headers.Allow, Is.EqualTo(new[] { "GET" }));
    }

    private static async Task<JsonDocument> ProblemOf(HttpResponseMessage response)
    {
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));

        return JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }
}
