using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DealInsights.TestSupport;

namespace DealInsights.ContractTests;

/// <summary>The examples in the documents are what the service answers over the sample deals.</summary>
[TestFixture]
internal sealed class ExampleTests
{
    /// <summary>What differs from answer to answer, and what the examples have there.</summary>
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
    public async Task SetUp() => _api = await SampleService.StartAsync();

    [OneTimeTearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    private static IEnumerable<TestCaseData> Answers() =>
        from version in OpenApiFile.Versions
        from operation in OpenApiFile.Read(version).Operations
        where !operation.IsForAdmins
        from status in operation.Responses.Keys.Intersect([200, 400, 404])
            // That of a stream is of a model's, which the samples have none of.
        where !(operation.IsStream && status == 200)
        select new TestCaseData(operation, status).SetArgDisplayNames(operation.Id, $"{status}");

    [TestCaseSource(nameof(Answers))]
    public async Task Example_IsWhatTheServiceAnswers(ApiOperation operation, int status)
    {
        using var request = operation.RequestOf(operation.Parameters.ToDictionary(
            parameter => parameter, parameter => ValueFor(operation, parameter, status)));
        using var response = await _api.Client.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(status), $"{request.RequestUri}");

        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Steady(answer);
        if (Recording.IsOn)
        {
            var file = RepositoryFolder.PathOf($"src/WebApi/Documentation/Examples/{operation.Id}.{status}.json");
            await File.WriteAllTextAsync(file, $"{answer.ToJsonString(Readable)}\n");
            return;
        }

        Assert.That(operation.Responses[status].Example?.ToString(), Is.Not.Null, "no example");
        Assert.That(
            JsonNode.Parse(operation.Responses[status].Example!.Value.GetRawText())!.ToJsonString(Readable),
            Is.EqualTo(answer.ToJsonString(Readable)),
            "The answer has changed: see Recording.");
    }

    // One thing is wrong with a request that is to be refused: what it has to say, or else what it may say.
    private static string? ValueFor(ApiOperation operation, ApiParameter parameter, int status) => status switch
    {
        400 when parameter.IsRequired => parameter.In == "path" ? new string('x', 300) : "",
        400 => operation.Parameters.Any(other => other.IsRequired) ? null : "?",
        404 when parameter.In == "path" => "No such deal",
        _ => parameter.Example,
    };

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
