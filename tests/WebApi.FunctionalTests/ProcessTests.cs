using System.Net;
using System.Text.Json.Nodes;
using DealInsights.ModelStub;
using DealInsights.TestSupport;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>What only a process of its own can show: the first start, its settings, its thread pool, its end, its commands.</summary>
[TestFixture]
internal sealed class ProcessTests
{
    private const string AnyPort = "--urls=http://127.0.0.1:0";

    private static string Samples => Path.Combine(Path.GetDirectoryName(typeof(DealInsightsApp).Assembly.Location)!, "samples");

    [Test]
    public async Task FirstStart_WithNothingConfigured_AnswersAboutASampleDeal()
    {
        // As `dotnet run` sets it.
        await using var service = ServiceProcess.Start([AnyPort], ("ASPNETCORE_ENVIRONMENT", "Development"));
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };

        var body = await client.GetStringAsync("/api/hubspot/v2/deal-info?dealName=Acme%20renewal");

        Assert.That(body, Does.StartWith("""{"dealId":"Acme renewal","dealOwner":"Maya Lindqvist","""));
        Assert.That(service.Output, Has.Some.Contains("Store: embedded; language model: offline"));
        Assert.That(() => service.Output, Has.Some.EqualTo("→ [GET] /api/hubspot/v2/deal-info - Request started").After(5_000, 20));
        Assert.That(service.Output, Has.None.Contains("\e["));
    }

    [Test]
    public async Task Log_InProductionWithoutATerminal_IsJsonWithTheTraceOfTheRequest()
    {
        await using var service = ServiceProcess.Start([AnyPort]);
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");

        await client.GetStringAsync("/api/hubspot/v2/deal-info?dealName=Acme%20renewal");

        Assert.That(() => service.Output, Has.Some.Contains("Completed in").After(5_000, 20));
        var lines = service.Output.Select(line => JsonNode.Parse(line)!).ToList();
        var completed = lines.Single(line => ((string?)line["Message"])!.Contains("Completed in", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(TraceOf(completed), Is.EqualTo(trace));
            Assert.That((string?)completed["LogLevel"], Is.EqualTo("Information"));
            Assert.That((string?)completed["Message"], Does.Match(@"^← \[GET\] /api/hubspot/v2/deal-info - Completed in \d+\.\d\dms \[[A-Z]+\]$"));
            Assert.That((string?)completed["State"]!["Path"], Is.EqualTo("/api/hubspot/v2/deal-info"));
            Assert.That((double)completed["State"]!["ElapsedMilliseconds"]!, Is.Positive);
            Assert.That((DateTime)completed["Timestamp"]!, Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromMinutes(1)));
            Assert.That(lines.Count(line => TraceOf(line) == trace), Is.EqualTo(2), "the start and the end");
            Assert.That(string.Join('\n', service.Output), Does.Not.Contain("Acme"));
        });

        static string? TraceOf(JsonNode line) => (string?)line["Scopes"]?.AsArray().FirstOrDefault()?["TraceId"];
    }

    [Test]
    public async Task Overviews_WithTwoPoolThreads_StillWaitTogether()
    {
        const int Requests = 100;
        await using var model = await ModelStubServer.StartAsync(answer: StubAnswers.Barrier(Requests));
        using var deals = await DealsFile.CreateAsync(Requests);
        await using var import = ServiceProcess.Start(["import", deals.Path]);
        Assert.That(await import.ExitCodeAsync(), Is.Zero);
        // Any thread held while a call waits would be missing: two are far from a hundred.
        await using var service = ServiceProcess.Start(
            [AnyPort],
            ("Embedded__Path", Path.Combine(import.Folder, "data", "dealinsights.db")),
            ("DOTNET_ThreadPool_ForceMinWorkerThreads", "2"),
            ("DOTNET_ThreadPool_ForceMaxWorkerThreads", "2"),
            ("AzureOpenAI__Endpoint", $"{model.Endpoint}"),
            ("AzureOpenAI__Deployment", "gpt"),
            ("AzureOpenAI__ApiKey", "secret"));
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };

        var sources = await Task.WhenAll(Enumerable.Range(0, Requests).Select(async deal =>
        {
            using var response = await client.GetAsync($"/api/hubspot/v2/company-overview?dealName=Deal%20{deal}");
            return response.Headers.GetValues("X-Insight-Source").Single();
        }));

        Assert.That(sources, Is.All.EqualTo("model"));
    }

    [Test]
    public async Task Stop_WhileARequestIsInProgress_LetsItFinish()
    {
        var release = new TaskCompletionSource();
        await using var model = await ModelStubServer.StartAsync(answer: StubAnswers.After(release.Task, StubAnswers.Good));
        await using var service = ServiceProcess.Start(
            [AnyPort],
            ("AzureOpenAI__Endpoint", $"{model.Endpoint}"),
            ("AzureOpenAI__Deployment", "gpt"),
            ("AzureOpenAI__ApiKey", "secret"));
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        var asking = client.GetAsync("/api/hubspot/v2/company-overview?dealName=Acme%20renewal");
        await model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);

        await service.TerminateAsync();
        Assert.That(() => service.Output, Has.Some.Contains("Application is shutting down").After(10_000, 20));
        release.SetResult();

        using var response = await asking;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Headers.GetValues("X-Insight-Source"), Is.EqualTo(new[] { "model" }));
        Assert.That(await service.ExitCodeAsync(), Is.Zero);
    }

    [TestCase("AzureOpenAI__Endpoint", "https://x.example", "AzureOpenAI__Deployment")]
    [TestCase("OpenAICompatible__Endpoint", "https://x.example", "OpenAICompatible__Model")]
    [TestCase("ConnectionStrings__MongoDb", "not a connection string", "ConnectionStrings__MongoDb")]
    [TestCase("Limits__MaxConcurrentRequests", "0", "Limits__MaxConcurrentRequests")]
    [TestCase("Limits__MaxConcurrentRequests", "many", "Limits:MaxConcurrentRequests")]
    [TestCase("Limits__RequestTimeout", "35", "Limits__RequestTimeout")]
    [TestCase("Cors__AllowedOrigins__0", "https://crm.example/", "Cors__AllowedOrigins")]
    [TestCase("MongoDb__ReadPreference", "nearby", "MongoDb:ReadPreference")]
    [TestCase("Timing__SlowFrom", "00:00:00.01", "Timing__SlowFrom")]
    [TestCase("LanguageModel__Timeout", "00:00:00", "Timeout")]
    [TestCase("Embedded__Path", "/dev/null/store.db", "Embedded:Path")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [TestCase("PORT", "eighty", "PORT")]
    public async Task Start_WithABrokenSetting_EndsWithAMessageThatNamesIt(string setting, string value, string named)
    {
        // The settings of a store or a model are looked at when it is configured.
        (string, string)[] others = setting.Split("__")[0] switch
        {
            "MongoDb" => [("ConnectionStrings__MongoDb", "mongodb://127.0.0.1:1")],
            "LanguageModel" => [("OpenAICompatible__Endpoint", "http://127.0.0.1:1/v1"), ("OpenAICompatible__Model", "m")],
            _ => [],
        };
        await using var service = ServiceProcess.Start([], [(setting, value), .. others]);

        Assert.That(await service.ExitCodeAsync(), Is.EqualTo(1));
        Assert.That(string.Join('\n', service.Errors), Does.Contain(named).And.Not.Contain("   at "));
    }

    [Test]
    public async Task Import_WhenInterrupted_SaysSoAndExits130()
    {
        var folder = Directory.CreateTempSubdirectory("dealinsights-");
        try
        {
            // More than can be loaded before the signal, which is sent when loading has begun.
            await File.WriteAllLinesAsync(
                Path.Combine(folder.FullName, "deal_info.json"),
                Enumerable.Range(0, 400_000).Select(deal => $$"""{"deal_id":"Deal {{deal}}"}"""));
            await using var import = ServiceProcess.Start(["import", folder.FullName]);
            Assert.That(() => import.Output, Has.Some.Contains("deal_info").After(30_000, 20));

            await import.TerminateAsync();

            Assert.That(await import.ExitCodeAsync(), Is.EqualTo(130));
            Assert.That(import.Errors, Has.Some.StartsWith("Stopped."));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Import_WithBadLines_LoadsTheRestNamesThemAndFails()
    {
        var folder = Directory.CreateTempSubdirectory("dealinsights-");
        try
        {
            await File.WriteAllLinesAsync(
                Path.Combine(folder.FullName, "deal_info.json"),
                ["""{"deal_id":"Acme","owner":"Dana"}""", """{"deal_id":"Broken""", """{"owner":"Nobody's"}"""]);
            await using var import = ServiceProcess.Start(["import", folder.FullName]);

            Assert.That(await import.ExitCodeAsync(), Is.EqualTo(1));
            Assert.That(import.Errors, Has.Some.StartsWith("deal_info.json:2: "));
            Assert.That(import.Errors, Has.Some.StartsWith("deal_info.json:3: ").And.Some.Contains("deal_id"));
            Assert.That(string.Join('\n', import.Errors), Does.Not.Contain("Broken"));

            await using var service = ServiceProcess.Start(
                [AnyPort], ("Embedded__Path", Path.Combine(import.Folder, "data", "dealinsights.db")));
            using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
            Assert.That(
                await client.GetStringAsync("/api/hubspot/v2/deal-info?dealName=Acme"), Does.Contain("\"dealOwner\":\"Dana\""));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Export_OfWhatWasImported_CanBeImportedAgain()
    {
        await using var import = ServiceProcess.Start(["import", Samples]);
        Assert.That(await import.ExitCodeAsync(), Is.Zero);
        var folder = Path.Combine(import.Folder, "out");
        await using var export = ServiceProcess.Start(
            ["export", folder], ("Embedded__Path", Path.Combine(import.Folder, "data", "dealinsights.db")));
        Assert.That(await export.ExitCodeAsync(), Is.Zero, string.Join('\n', export.Errors));

        await using var again = ServiceProcess.Start(["import", folder]);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await again.ExitCodeAsync(), Is.Zero, string.Join('\n', again.Errors));
            foreach (var file in Directory.GetFiles(Samples))
            {
                var name = Path.GetFileName(file);
                Assert.That(
                    await File.ReadAllLinesAsync(Path.Combine(folder, name)),
                    Has.Length.EqualTo((await File.ReadAllLinesAsync(file)).Length),
                    name);
            }
        });
    }

    [TestCase(2, "import")]
    [TestCase(2, "import", "no-such-folder")]
    [TestCase(2, "export")]
    [TestCase(2, "import", "samples", "--ConnectionStrings:MongoDb=garbage")]
    public async Task Command_UsedWrongly_Exits2(int exitCode, params string[] arguments)
    {
        await using var command = ServiceProcess.Start(arguments);

        Assert.That(await command.ExitCodeAsync(), Is.EqualTo(exitCode));
    }

    [Test]
    public async Task Command_OnADeadDatabase_Exits3()
    {
        await using var command = ServiceProcess.Start(
            ["import", Samples],
            ("ConnectionStrings__MongoDb", "mongodb://127.0.0.1:1"),
            ("MongoDb__ServerSelectionTimeout", "00:00:00.3"));

        Assert.That(await command.ExitCodeAsync(), Is.EqualTo(3));
    }
}
