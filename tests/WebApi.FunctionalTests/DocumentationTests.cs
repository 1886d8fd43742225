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
    public async Task Root_LeadsToThePage()
    {
        using var root = await _api.Client.GetAsync("/");

        Assert.That(root.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(root.Headers.Location?.OriginalString, Is.EqualTo("/docs"));
    }
}
