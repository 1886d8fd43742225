using System.Net;
using System.Text.Json;

namespace DealInsights.WebApi.FunctionalTests;

[TestFixture]
internal sealed class DocumentationTests
{
    private DealInsightsApi _api = null!;
    private JsonElement _document;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _api = await DealInsightsApi.StartAsync();
        _document = JsonDocument.Parse(await _api.Client.GetStringAsync("/openapi/v2.json")).RootElement;
    }

    [OneTimeTearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    private IEnumerable<JsonElement> Operations =>
        _document.GetProperty("paths").EnumerateObject().Select(path => path.Value.GetProperty("get"));

    [Test]
    public void Document_HasExactlyTheV2Addresses() =>
        Assert.That(
            _document.GetProperty("paths").EnumerateObject().Select(path => path.Name),
            Is.EquivalentTo(new[]
            {
                "/api/hubspot/v2/deal-info", "/api/hubspot/v2/get-concerns", "/api/hubspot/v2/company-overview",
                "/api/hubspot/v2/get-stakeholders", "/api/hubspot/v2/health",
            }));

    [Test]
    public void Operations_AreDescribedWithAnExample() =>
        Assert.Multiple(() =>
        {
            foreach (var operation in Operations)
            {
                var id = operation.GetProperty("operationId").GetString();
                Assert.That(operation.GetProperty("summary").GetString(), Is.Not.Empty, id);
                Assert.That(operation.GetProperty("description").GetString(), Is.Not.Empty, id);
                Assert.That(operation.GetProperty("tags").GetArrayLength(), Is.EqualTo(1), id);
                var answer = operation.GetProperty("responses").GetProperty("200").GetProperty("content");
                Assert.That(answer.EnumerateObject().Select(media => media.Name), Is.EqualTo(new[] { "application/json" }), id);
                Assert.That(answer.GetProperty("application/json").TryGetProperty("example", out _), Is.True, id);
                Assert.That(answer.GetProperty("application/json").TryGetProperty("schema", out _), Is.True, id);
            }

            Assert.That(Operations.Select(operation => operation.GetProperty("operationId").GetString()), Is.Unique);
        });

    [Test]
    public void DealOperations_DocumentTheirErrorsAndTheirRequiredName() =>
        Assert.Multiple(() =>
        {
            foreach (var operation in Operations.Where(operation => operation.TryGetProperty("parameters", out _)))
            {
                var id = operation.GetProperty("operationId").GetString();
                var name = operation.GetProperty("parameters")[0];
                Assert.That(name.GetProperty("required").GetBoolean(), Is.True, id);
                Assert.That(name.GetProperty("description").GetString(), Does.Contain("256"), id);
                Assert.That(name.GetProperty("example").GetString(), Is.EqualTo("Acme renewal"), id);
                foreach (var status in new[] { "400", "500", "503" })
                {
                    var problem = operation.GetProperty("responses").GetProperty(status).GetProperty("content");
                    Assert.That(
                        problem.GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString(),
                        Is.EqualTo("#/components/schemas/ProblemDetails"),
                        $"{id} {status}");
                }
            }
        });

    [Test]
    public void DealOperations_TellWhichCredentialsTheyTakeAndHowTheyRefuse()
    {
        var schemes = _document.GetProperty("components").GetProperty("securitySchemes");

        Assert.Multiple(() =>
        {
            Assert.That(schemes.GetProperty("ApiKey").GetProperty("name").GetString(), Is.EqualTo("X-Api-Key"));
            Assert.That(schemes.GetProperty("ApiKey").GetProperty("in").GetString(), Is.EqualTo("header"));
            Assert.That(schemes.GetProperty("Bearer").GetProperty("scheme").GetString(), Is.EqualTo("bearer"));
            foreach (var operation in Operations)
            {
                var id = operation.GetProperty("operationId").GetString();
                var responses = operation.GetProperty("responses");
                if (id == "getHealth")
                {
                    Assert.That(operation.TryGetProperty("security", out _), Is.False);
                    continue;
                }

                Assert.That(
                    operation.GetProperty("security").EnumerateArray().Select(one => one.EnumerateObject().Single().Name),
                    Is.EquivalentTo(new[] { "ApiKey", "Bearer" }),
                    id);
                Assert.That(new[] { "401", "403", "429" }, Is.SubsetOf(responses.EnumerateObject().Select(response => response.Name)), id);
            }
        });
    }

    [Test]
    public void Problem_HasWhatEveryProblemOfOursHas()
    {
        var problem = _document.GetProperty("components").GetProperty("schemas").GetProperty("ProblemDetails").GetProperty("properties");

        Assert.Multiple(() =>
        {
            Assert.That(problem.TryGetProperty("traceId", out _), Is.True);
            Assert.That(problem.TryGetProperty("errors", out _), Is.True);
            Assert.That(problem.GetProperty("status").GetProperty("type").ToString(), Does.Contain("integer").And.Not.Contain("string"));
        });
    }

    [Test]
    public void Flag_IsABooleanOrText()
    {
        var flag = _document.GetProperty("components").GetProperty("schemas").GetProperty("FlagV2");

        Assert.That(
            flag.GetProperty("oneOf").EnumerateArray().Select(kind => kind.GetProperty("type").GetString()),
            Is.EqualTo(new[] { "boolean", "string" }));
    }

    [Test]
    public async Task Root_LeadsToThePage()
    {
        using var root = await _api.Client.GetAsync("/");

        Assert.Multiple(() =>
        {
            Assert.That(root.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
            Assert.That(root.Headers.Location?.OriginalString, Is.EqualTo("/docs"));
        });
    }

    [Test]
    public async Task Page_IsServedWithItsScriptFromHere()
    {
        using var response = await _api.Client.GetAsync("/docs");
        var location = response.Headers.Location?.OriginalString;
        var page = await _api.Client.GetStringAsync(location ?? "/docs");

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("<html").IgnoreCase);
            Assert.That(page, Does.Not.Contain("cdn."));
        });
    }
}
