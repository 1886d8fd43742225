using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DealInsights.Application.Transfer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>
/// The real service on a real port over a store of its own, for tests that know nothing but HTTP. What is stored comes
/// in through the importer, as an operator would bring it in.
/// </summary>
internal sealed class DealInsightsApi : IAsyncDisposable
{
    /// <summary>How long a test waits for what must happen, before it says that it did not.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly TestStore _store;

    private DealInsightsApi(WebApplication app, TestStore store, FakeLogCollector logs)
    {
        _app = app;
        _store = store;
        Logs = logs;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = new Uri(app.Urls.Single()),
            Timeout = Patience,
        };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public FakeLogCollector Logs { get; }

    /// <summary>Starts the service on an empty store.</summary>
    /// <param name="store">Where the data lies.</param>
    /// <param name="settings">Further settings, as on the command line: <c>--Limits:MaxConcurrentRequests=1</c>.</param>
    public static Task<DealInsightsApi> StartAsync(TestStore store, params string[] settings) =>
        StartAsync(store, _ => { }, settings);

    /// <summary>Starts the service on an empty store, with a clock of the test's.</summary>
    public static Task<DealInsightsApi> StartAsync(TestStore store, TimeProvider clock, params string[] settings) =>
        StartAsync(store, services => services.AddSingleton(clock), settings);

    /// <summary>Starts the service on an empty store, with parts of the test's.</summary>
    public static async Task<DealInsightsApi> StartAsync(
        TestStore store, Action<IServiceCollection> addParts, params string[] settings)
    {
        var logs = new FakeLogCollector();
        var app = DealInsightsApp.Build(
            [
                "--urls=http://127.0.0.1:0",
                "--environment=Production",
                // Most tests are not about who asks.
                "--Security:AllowAnonymous=true",
                "--Embedded:LoadSamples=false",
                "--Logging:Console:LogLevel:Default=None",
                .. store.Settings,
                .. settings,
            ],
            builder =>
            {
                builder.Logging.AddProvider(new FakeLoggerProvider(logs));
                addParts(builder.Services);
            });
        await app.StartAsync();
        await store.WhenPreparedAsync(logs);

        return new DealInsightsApi(app, store, logs);
    }

    /// <summary>Starts the service on an empty embedded store.</summary>
    public static Task<DealInsightsApi> StartAsync(params string[] settings) => StartAsync(TestStore.Embedded(), settings);

    /// <summary>
    /// Stores documents of one collection, given as Extended JSON. A deal without an <c>_id</c> gets that of
    /// <see cref="IdOf"/>.
    /// </summary>
    public async Task HasAsync(string collection, params string[] documents)
    {
        var folder = Directory.CreateTempSubdirectory("dealinsights-");
        try
        {
            await File.WriteAllLinesAsync(
                Path.Combine(folder.FullName, $"{collection}.json"),
                documents.Select(document => (collection == "deal_info" ? WithId(document) : document).ReplaceLineEndings(" ")));
            var report = await _app.Services.GetRequiredService<IDealImporter>()
                .ImportAsync(folder.FullName, progress: null, CancellationToken.None);

            Assert.That(report.Refused, Is.Empty);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Asks a v2 address; the deal's name is percent-encoded.</summary>
    public Task<HttpResponseMessage> AskAsync(string endpoint, string dealName) =>
        Client.GetAsync($"/api/hubspot/v2/{endpoint}={Uri.EscapeDataString(dealName)}");

    /// <summary>The body of a 200 answer.</summary>
    public async Task<string> BodyAsync(string endpoint, string dealName)
    {
        using var response = await AskAsync(endpoint, dealName);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));

        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>The source of an insight, once its answer is read.</summary>
    public async Task<string> SourceAsync(string endpoint, string dealName)
    {
        using var response = await AskAsync(endpoint, dealName);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await response.Content.ReadAsByteArrayAsync();

        return response.Headers.GetValues("X-Insight-Source").Single();
    }

    /// <summary>Stops the service as an operator does, and starts it anew on the same store.</summary>
    public async Task<DealInsightsApi> RestartAsync(params string[] settings)
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();

        return await StartAsync(_store, settings);
    }

    /// <summary>The id of a deal that a test stored.</summary>
    public static string IdOf(string dealName) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dealName)))[..24];

    /// <summary>A document of <c>deal_info</c> with an <c>_id</c>.</summary>
    private static string WithId(string document)
    {
        var deal = JsonNode.Parse(document)!.AsObject();

        return deal.ContainsKey("_id") || deal["deal_id"] is not { } name || name.GetValueKind() != JsonValueKind.String
            ? document
            : "{\"_id\":{\"$oid\":\"" + IdOf(name.GetValue<string>()) + "\"}," + document.TrimStart()[1..];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }
}

/// <summary>The addresses up to the deal's name.</summary>
internal static class Endpoint
{
    public const string DealInfo = "deal-info?dealName";
    public const string Concerns = "get-concerns?dealName";
    public const string Overview = "company-overview?dealName";
    public const string Stakeholders = "get-stakeholders?deal_name";

    public static readonly string[] All = [DealInfo, Concerns, Overview, Stakeholders];
}
