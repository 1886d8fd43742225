using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DealInsights.TestSupport;

namespace DealInsights.ContractTests;

/// <summary>The examples in the documents are what the service returns for the sample deals.</summary>
[TestFixture]
internal sealed class ExampleTests
{
    /// <summary>Values that differ from response to response, and what the examples have instead.</summary>
    private static readonly Dictionary<string, string> Volatile = new()
    {
        ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        ["generatedAt"] = "2026-11-23T08:30:00Z",
    };

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private DealInsightsApi _api = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _api = await SampleService.StartAsync();
        foreach (var version in OpenApiFile.Versions)
        {
            var served = OpenApiFile.Parse(await _api.Client.GetStringAsync($"/openapi/{version}.json"));
            Assert.That(
                OpenApiFile.Read(version).Operations.Select(operation => operation.Id),
                Is.EquivalentTo(served.Operations.Select(operation => operation.Id)),
                $"docs/openapi/{version}.json does not have the service's operations: run clients/generate.sh --record.");
        }
    }

    [OneTimeTearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    private static IEnumerable<TestCaseData> Answers() =>
        from version in OpenApiFile.Versions
        from operation in OpenApiFile.Read(version).Operations
        where !operation.IsForAdmins
        from status in operation.Responses.Keys.Intersect([200, 400, 404])
            // The example of a stream is one of a model; the samples are served without a model.
        where !(operation.IsStream && status == 200)
        select new TestCaseData(operation, status).SetArgDisplayNames(operation.Id, $"{status}");

    private static string Folder => RepositoryFolder.PathOf("src/WebApi/OpenApi/Examples");

    [Test]
    public void Examples_BelongToOperations() =>
        Assert.That(
            Directory.GetFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file)),
            Is.SubsetOf(
                from version in OpenApiFile.Versions
                from operation in OpenApiFile.Read(version).Operations
                from status in operation.Responses.Keys
                select $"{operation.Id}.{status}"),
            "Delete the files of operations and statuses that no longer exist.");

    [TestCaseSource(nameof(Answers))]
    public async Task Example_IsWhatTheServiceAnswers(ApiOperation operation, int status)
    {
        using var request = operation.RequestOf(operation.ValuesFor(status));
        using var response = await _api.Client.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(status), $"{request.RequestUri}");

        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Steady(answer);
        if (Recording.IsOn)
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, $"{operation.Id}.{status}.json"), $"{answer.ToJsonString(Readable)}\n");
            return;
        }

        Assert.That(operation.Responses[status].Example?.ToString(), Is.Not.Null, "No example: run clients/generate.sh --record.");
        Assert.That(
            JsonNode.Parse(operation.Responses[status].Example!.Value.GetRawText())!.ToJsonString(Readable),
            Is.EqualTo(answer.ToJsonString(Readable)),
            "The response has changed: run clients/generate.sh --record.");
    }

    private static void Steady(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                {
                    if (value is JsonValue && Volatile.TryGetValue(name, out var steady))
                    {
                        fields[name] = steady;
                    }
                    else
                    {
                        Steady(value);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Steady(item);
                }

                break;
        }
    }
}
