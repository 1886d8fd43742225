using System.Net;
using DealInsights.TestSupport;

namespace DealInsights.ContractTests;

/// <summary>The OpenAPI documents in the repository match the service, pass lint and are complete.</summary>
[TestFixture]
internal sealed class DocumentTests
{
    private DealInsightsApi _api = null!;

    [OneTimeSetUp]
    public async Task SetUp() => _api = await DealInsightsApi.StartAsync();

    [OneTimeTearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    private static string[] Names => OpenApiFile.Names;

    private static IEnumerable<TestCaseData> Operations() =>
        from version in OpenApiFile.Versions
        from operation in OpenApiFile.Read(version).Operations
        select new TestCaseData(operation).SetArgDisplayNames(version, operation.Id);

    [Test]
    public void Documents_AreThereInBothFormats() =>
        Assert.That(
            Names, Is.EquivalentTo(OpenApiFile.Versions.SelectMany(version => new[] { version, $"{version}-3.0" })));

    [TestCaseSource(nameof(Names))]
    public async Task Document_IsWhatTheServiceServes(string name)
    {
        var served = await _api.Client.GetStringAsync($"/openapi/{name}.json");
        var kept = await File.ReadAllTextAsync(OpenApiFile.PathOf(name));

        Assert.That(
            kept.Trim(), Is.EqualTo(served.ReplaceLineEndings("\n").Trim()), "The service has changed: run clients/generate.sh --record.");
    }

    [TestCaseSource(nameof(Names))]
    public void Document_IsInTheFormatOfItsName(string name) =>
        Assert.That(
            OpenApiFile.Read(name).Root.GetProperty("openapi").GetString(),
            Does.StartWith(name.EndsWith("-3.0", StringComparison.Ordinal) ? "3.0." : "3.1."));

    [Test]
    public async Task Lint_FindsNothing() =>
        await Tool.RunAsync(RepositoryFolder.PathOf("tools/openapi-lint/lint.sh"), [.. Names.Select(OpenApiFile.PathOf)]);

    [TestCaseSource(nameof(Operations))]
    public void Operation_IsDescribed(ApiOperation operation) =>
        Assert.Multiple(() =>
        {
            foreach (var text in new[] { "summary", "description" })
            {
                Assert.That(operation.Description.GetProperty(text).GetString(), Is.Not.Empty, text);
            }

            Assert.That(operation.Description.GetProperty("tags").GetArrayLength(), Is.EqualTo(1));
            Assert.That(operation.Responses[200].Example, Is.Not.Null, "No example of the response: run clients/generate.sh --record.");
            foreach (var parameter in operation.Parameters)
            {
                Assert.That(parameter.IsDescribed, Is.True, $"{parameter}: describe it in src/WebApi/OpenApi/V3Parameters.cs.");
                Assert.That(
                    parameter.Example is not null || !parameter.IsRequired,
                    $"{parameter}: a required parameter needs an example in src/WebApi/OpenApi/V3Parameters.cs.");
            }
        });

    [TestCaseSource(nameof(Operations))]
    public void Operation_SaysHowItFails(ApiOperation operation) =>
        Assert.Multiple(() =>
        {
            var errors = operation.Responses.Where(response => response.Key >= (int)HttpStatusCode.BadRequest).ToList();
            Assert.That(errors.Select(error => error.Key), Does.Contain(500));
            if (operation.Parameters.Count > 0)
            {
                Assert.That(errors.Select(error => error.Key), Is.SupersetOf(new[] { 400, 401, 403, 429, 503, 504 }));
            }

            Assert.That(
                operation.Responses.ContainsKey(304),
                Is.EqualTo(operation.Parameters.Any(parameter => parameter.Name == "If-None-Match")));
            if (operation.Parameters.Any(parameter => parameter.In == "path"))
            {
                Assert.That(errors.Select(error => error.Key), Does.Contain(404));
            }

            foreach (var (status, response) in errors)
            {
                Assert.That(response.Bodies.Keys, Is.EqualTo(new[] { "application/problem+json" }), $"{status}");
            }
        });
}
