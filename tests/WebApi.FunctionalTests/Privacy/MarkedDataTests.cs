using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using DealInsights.ModelStub;
using DealInsights.TestSupport;
using MongoDB.Driver;

namespace DealInsights.WebApi.FunctionalTests.Privacy;

/// <summary>
/// The program as it is deployed, with marked data, asked at every address in every way that goes wrong; and all that it
/// writes for others than who asked, searched for the marks.
/// </summary>
[TestFixture]
internal sealed class MarkedDataTests
{
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private readonly List<string> _answers = [];
    private DirectoryInfo _folder = null!;
    private ModelStubServer _model = null!;
    private CollectorStub _collector = null!;

    [SetUp]
    public async Task SetUp()
    {
        _written.Clear();
        _answers.Clear();
        _folder = Directory.CreateTempSubdirectory("dealinsights-");
        await Marked.WriteAsync(Directory.CreateDirectory(Path.Combine(_folder.FullName, "export")).FullName);
        _model = await ModelStubServer.StartAsync();
        _collector = await CollectorStub.StartAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _collector.DisposeAsync();
        await _model.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Test]
    public Task Everything_OnTheEmbeddedStoreWithAllLogsAtInformation_IsWrittenWithoutMarks() => RunAsync(
        ("Embedded__Path", Path.Combine(_folder.FullName, "store.db")),
        ("Logging__LogLevel__Microsoft.AspNetCore", "Information"),
        ("Logging__LogLevel__System.Net.Http.HttpClient", "Information"));

    [Test]
    [Category("MongoDB")]
    public async Task Everything_OnMongoDb_IsWrittenWithoutMarks()
    {
        var database = $"functional_{Guid.NewGuid():N}";
        try
        {
            await RunAsync(("ConnectionStrings__MongoDb", TestMongoServer.ConnectionString), ("MongoDb__Database", database));
        }
        finally
        {
            using var client = new MongoClient(TestMongoServer.ConnectionString);
            await client.DropDatabaseAsync(database);
        }
    }

    private async Task RunAsync(params (string, string)[] store)
    {
        (string, string)[] settings =
        [
            .. store,
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Security__ApiKeys", "true"), ("Security__AllowAnonymous", "false"),
            ("Diagnostics__OperatorKey", Marked.OperatorKey),
            ("HubSpot__ClientSecrets__0", Marked.HubSpotSecret), ("HubSpot__PublicBaseUrl", "https://deals.example.com"),
            ("HubSpot__PortalIds__0", "33"),
            ("AzureOpenAI__Endpoint", $"{_model.Endpoint}"), ("AzureOpenAI__Deployment", "gpt"), ("AzureOpenAI__ApiKey", Marked.ModelKey),
            // Each is remembered as slow, and so shown to operators.
            ("Timing__FastBelow", "0"), ("Timing__SlowFrom", "0"),
            // So that the model is asked again after each of its failures.
            ("Insights__FailureRetryDelay", "00:00:00"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_TRACES_SAMPLER", "always_on"),
        ];

        await CommandAsync(settings, "import", Path.Combine(_folder.FullName, "export"));
        var key = await CommandAsync(settings, "keys", "create", "admin", "--role", "admin");
        await CommandAsync(settings, "purge", "--person", "somebody.else@example.com", "--dry-run");
        await using (var service = ServiceProcess.Start([], settings))
        {
            using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
            await AskAllAsync(client, key);
            await service.TerminateAsync();
            Assert.That(await service.ExitCodeAsync(), Is.Zero);
            _written["the service's output"] = string.Join('\n', service.Output);
            _written["the service's error output"] = string.Join('\n', service.Errors);
        }

        await CommandAsync(settings, "warm", "--deal", Marked.Deal, "--max-calls", "1");
        await CommandAsync(settings, "export", Path.Combine(_folder.FullName, "exported"));
        await CommandAsync(settings, "purge", "--person", Marked.Email);
        await CommandAsync(settings, "purge", "--deal", Marked.Deal);
        await CommandAsync(settings, "keys", "list");
        _written["traces"] = _collector.Received("/v1/traces");
        _written["exported metrics"] = _collector.Received("/v1/metrics");

        AssertIsUnmarked(key);
    }

    private void AssertIsUnmarked(string key)
    {
        var answers = string.Join('\n', _answers);
        Assert.Multiple(() =>
        {
            // Else nothing was there to be leaked, or it was not asked for.
            foreach (var word in (string[])[Marked.Deal, Marked.Owner, Marked.Name, Marked.Email, "zqspoken7f31", Marked.Concern, "zqanswer7f31"])
            {
                Assert.That(answers.Contains(word, StringComparison.OrdinalIgnoreCase), Is.True, $"{word} in the answers");
            }

            Assert.That(_written["the service's output"], Does.Contain("Completed in"));
            Assert.That(_written["traces"], Does.Contain("GetOverview"));
            Assert.That(_written["GET /metrics"], Does.Contain("dealinsights_query_duration"));
            Assert.That(_written["GET /diagnostics/timings"], Does.Contain("GetOverview"));
            foreach (var (where, text) in _written)
            {
                foreach (var word in Marked.Words.Append(key).Append("we agreed to run").Append("gerund"))
                {
                    if (text.IndexOf(word, StringComparison.OrdinalIgnoreCase) is var found and >= 0)
                    {
                        Assert.Fail($"{word} in {where}: {text[Math.Max(0, found - 300)..Math.Min(text.Length, found + 60)]}");
                    }
                }
            }
        });
    }

    private async Task AskAllAsync(HttpClient client, string key)
    {
        // The model in each of its moods, an answer with text of its own last.
        foreach (var answer in (StubAnswer[])
            [
                call => call.SendJsonAsync(WireFormat.Error("server_error", Marked.Answer), 400),
                call => call.SendJsonAsync(WireFormat.Completion(call.Request, Marked.Answer)),
                call => call.SendJsonAsync(WireFormat.Completion(call.Request, null, refusal: Marked.Answer)),
                StubAnswers.ContentFilter,
                call => call.SendJsonAsync(WireFormat.Completion(call.Request, ContentFor(call.Request))),
            ])
        {
            _model.Answer = answer;
            await AskAsync(client, HttpMethod.Get, $"/api/hubspot/v2/company-overview?dealName={Marked.Deal}", key);
            await AskAsync(client, HttpMethod.Get, $"/api/hubspot/v2/get-stakeholders?deal_name={Marked.Deal}", key);
        }

        var documented = await DocumentedAsync(client);
        Assert.That(documented, Has.Count.GreaterThanOrEqualTo(11));
        foreach (var (method, path, query) in documented)
        {
            foreach (var deal in (string[])[Marked.Deal, $"{Marked.Deal}%20damaged", Marked.Unknown, $"%E0%A4%A{Marked.Unknown}", $"{Marked.Unknown}%2F..%2F{Marked.Unknown}", new string('x', 300) + Marked.Unknown])
            {
                // What is removed is gone for the others.
                if (method == HttpMethod.Delete && deal.StartsWith(Marked.Deal, StringComparison.Ordinal))
                {
                    continue;
                }

                var address = path.Replace("{dealName}", deal, StringComparison.Ordinal);
                await AskAsync(client, method, $"{address}?dealName={deal}&deal_name={deal}&userEmail={Marked.Email}", key);
                if (deal == Marked.Unknown)
                {
                    await AskAsync(client, method, $"{address}?dealName={deal}&deal_name={deal}", key: null);
                    await AskAsync(client, method, $"{address}?dealName={deal}", Marked.WrongKey);
                }
            }

            foreach (var parameter in query)
            {
                await AskAsync(
                    client, method, $"{path.Replace("{dealName}", Marked.Unknown, StringComparison.Ordinal)}?{parameter}={Marked.Unknown}", key);
            }
        }

        foreach (var path in (string[])
            ["/", "/docs", "/docs/", "/openapi/v2.json", "/openapi/v3.json", "/health/live", "/health/ready", "/api/hubspot/v2/health",
             "/diagnostics", "/diagnostics/timings", "/metrics", $"/{Marked.Unknown}/x", $"/api/v3/deal/{Marked.Unknown}", $"/api/v3/deals/{Marked.Unknown}/a/b"])
        {
            foreach (var method in (string[])["POST", "DELETE", "OPTIONS", "GET"])
            {
                await AskAsync(client, new HttpMethod(method), $"{path}?dealName={Marked.Unknown}", key);
            }
        }

        foreach (var path in (string[])["/metrics", "/diagnostics", "/diagnostics/timings", "/health/ready"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Api-Key", key);
            using var answer = await client.SendAsync(request);
            _written[$"GET {path}"] = await answer.Content.ReadAsStringAsync();
        }
    }

    private static string ContentFor(RecordedRequest request) => request.SchemaName == "company_overview"
        ? WireFormat.Overview((Marked.Answer, 1, Marked.Spoken), ("Made up zqanswer7f31.", 1, "zqanswer7f31 nobody said"))
        : WireFormat.GoodContent(request);

    private static async Task<List<(HttpMethod Method, string Path, List<string> Query)>> DocumentedAsync(HttpClient client)
    {
        var found = new List<(HttpMethod, string, List<string>)>();
        foreach (var version in (string[])["v2", "v3"])
        {
            var document = await client.GetFromJsonAsync<JsonElement>($"/openapi/{version}.json");
            found.AddRange(
                from path in document.GetProperty("paths").EnumerateObject()
                from operation in path.Value.EnumerateObject()
                let parameters = operation.Value.TryGetProperty("parameters", out var given) ? given.EnumerateArray().ToList() : []
                select (
                    new HttpMethod(operation.Name.ToUpper(CultureInfo.InvariantCulture)),
                    path.Name,
                    parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query")
                        .Select(parameter => parameter.GetProperty("name").GetString()!).ToList()));
        }

        return found;
    }

    private async Task AskAsync(HttpClient client, HttpMethod method, string address, string? key)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("If-None-Match", $"W/\"{Marked.Unknown}\"");
        request.Headers.TryAddWithoutValidation("Referer", $"https://crm.example.com/{Marked.Unknown}");
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }
        else
        {
            request.Headers.Add("X-HubSpot-Signature-v3", Marked.WrongKey);
            request.Headers.Add("X-HubSpot-Request-Timestamp", "1700000000000");
        }

        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        if (answer.IsSuccessStatusCode)
        {
            _answers.Add(body);
        }
        else
        {
            _written[$"{(int)answer.StatusCode} of {method} {address}"] = body + answer.Headers;
        }
    }

    /// <summary>Runs a command and returns what it wrote on its output; of a new key that is the key.</summary>
    private async Task<string> CommandAsync((string, string)[] settings, params string[] arguments)
    {
        await using var command = ServiceProcess.Start(arguments, settings);
        var exitCode = await command.ExitCodeAsync();
        var output = string.Join('\n', command.Output);
        _written[$"errors of {arguments[0]} {arguments[1]}"] = string.Join('\n', command.Errors);
        if (arguments is not ["keys", "create", ..])
        {
            _written[$"output of {arguments[0]} {arguments[1]}"] = output;
        }

        Assert.That(exitCode, Is.LessThanOrEqualTo(1), () => $"{arguments[0]}: {string.Join('\n', command.Errors)}");

        return output.Trim();
    }
}
