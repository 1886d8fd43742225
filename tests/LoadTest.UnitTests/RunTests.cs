using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DealInsights.LoadTest.UnitTests;

/// <summary>Whole runs against a small server on a real port that stores what it was asked for, as the service does.</summary>
[CancelAfter(60_000)]
internal sealed class RunTests
{
    private const string Resident = "dotnet_process_memory_working_set_bytes";
    private const string Heap = "dotnet_gc_last_collection_heap_size_bytes";

    private static readonly TimeSpan ModelLatency = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, int> _asked = new();
    private WebApplication _server = null!;
    private string _folder = null!;
    private int _failures;

    [SetUp]
    public async Task StartServer()
    {
        _asked.Clear();
        _failures = 0;
        _folder = Directory.CreateTempSubdirectory("load-test-").FullName;
        WriteDeals("deals.json", "Known", 20);
        WriteDeals("fresh.json", "Fresh", 2_000);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/metrics", () => $"{Resident} 104857600\n{Heap}{{generation=\"gen0\"}} 1048576\n");
        _server.MapGet("/api/hubspot/v2/{endpoint}", AnswerAsync);
        await _server.StartAsync();
    }

    [TearDown]
    public async Task StopServer()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Bursts_AskTheFourEndpointsAtOnce()
    {
        var (exitCode, report) = await RunAsync("--scenarios", "bursts", "--strict");

        var bursts = report.GetProperty("sections")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(_asked.Values.Sum(), Is.EqualTo(2 * (1 + 3 + 10 + 100)));
            Assert.That(_asked.Keys.Select(key => key.Split('|')[0]).Distinct(), Has.Exactly(4).Items);
            Assert.That(bursts.GetProperty("rows").GetArrayLength(), Is.EqualTo(4));
            Assert.That(bursts.GetProperty("checks").GetArrayLength(), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Sustained_MeasuresServiceAndBaselineInOneRun()
    {
        var (_, report) = await RunAsync("--scenarios", "sustained", "--endpoints", "company-overview");

        var rows = report.GetProperty("sections")[0].GetProperty("rows");
        Assert.That(
            rows.EnumerateArray().Select(row => row.GetProperty("name").GetString()),
            Is.EqualTo(["company-overview", "bare endpoint, company-overview"]));
        Assert.That(rows.EnumerateArray().Select(row => Value(row, "requests/s")), Is.All.Positive);
        Assert.That(rows.EnumerateArray().Select(row => Value(row, "p50 ms at 1 connection")), Is.All.Positive);
        Assert.That(Value(rows[0], "ratio"), Is.Positive);
    }

    [Test]
    public async Task Cold_AsksForEachFreshDealOnceAndReportsMultiplesOfTheLatency()
    {
        var (_, report) = await RunAsync("--scenarios", "cold", "--model-calls", "30", "--model-latency", "0.05");

        var cold = report.GetProperty("sections")[0];
        Assert.That(_asked, Has.Count.EqualTo(60).And.All.Matches<KeyValuePair<string, int>>(asked => asked.Value == 1));
        Assert.That(
            cold.GetProperty("rows").EnumerateArray().Select(row => Value(row, "model latencies")),
            Has.Exactly(2).Items.And.All.AtLeast(0.95));
        Assert.That(Check(cold, "share").GetProperty("measured").GetDouble(), Is.EqualTo(1));
    }

    [Test]
    public async Task Crowded_KeepsTheWantedNumberWaitingForTheModel()
    {
        var (_, report) = await RunAsync("--scenarios", "crowded", "--model-calls", "10", "--model-latency", "0.05");

        var rows = report.GetProperty("sections")[0].GetProperty("rows");
        Assert.That(Value(rows[1], "waiting for the model"), Is.GreaterThan(5).And.AtMost(10));
        Assert.That(Value(rows[2], "p50 ms"), Is.AtLeast(ModelLatency.TotalMilliseconds * 0.95));
        Assert.That(
            _asked.Where(asked => asked.Key.Contains("Fresh", StringComparison.Ordinal)).Select(asked => asked.Value),
            Is.Not.Empty.And.All.EqualTo(1));
    }

    [Test]
    public async Task Soak_WithoutATime_AsksAboutEveryDealOnce()
    {
        var (_, report) = await RunAsync("--scenarios", "soak", "--endpoints", "deal-info,get-concerns");

        Assert.That(_asked, Has.Count.EqualTo(40).And.All.Matches<KeyValuePair<string, int>>(asked => asked.Value == 1));
        Assert.That(report.GetProperty("sections")[0].GetProperty("notes")[0].GetString(), Does.Contain("too few"));
    }

    [TestCase(1, "--strict", 1)]
    [TestCase(1, "--allow-errors", 0)]
    [TestCase(0, "--strict", 0)]
    public async Task Run_WithFailedRequests_FailsUnlessTheyAreAllowed(int failures, string option, int expected)
    {
        _failures = failures;

        var (exitCode, report) = await RunAsync("--scenarios", "bursts", option);

        Assert.That(exitCode, Is.EqualTo(expected));
        Assert.That(report.GetProperty("sections")[0].GetProperty("failed").GetInt32(), Is.EqualTo(failures));
    }

    [TestCase("--base", "http://192.0.2.1")]
    [TestCase("--base", "/relative")]
    [TestCase("--scenarios", "bursts,storms")]
    [TestCase("--endpoints", "deal-info,health")]
    [TestCase("--scenarios", "cold")]
    [TestCase("--connections", "0")]
    [TestCase("--duration", "0")]
    [TestCase("--unknown", "1")]
    public async Task Run_WithUnusableOptions_IsRefused(string option, string value) =>
        Assert.That(await LoadTestApp.Create().RunAsync([option, value]), Is.EqualTo(-1));

    private async Task AnswerAsync(HttpContext context, string endpoint)
    {
        var deal = context.Request.Query[endpoint == "get-stakeholders" ? "deal_name" : "dealName"].ToString();
        var times = _asked.AddOrUpdate($"{endpoint}|{deal}", 1, (_, before) => before + 1);
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (endpoint == "company-overview")
        {
            context.Response.Headers["X-Insight-Source"] = times == 1 ? "model" : "stored";
            await Task.Delay(times == 1 ? ModelLatency : TimeSpan.Zero);
        }

        await context.Response.WriteAsJsonAsync(deal);
    }

    /// <summary>Runs the load test as from the command line, with short rounds, and reads its JSON report.</summary>
    private async Task<(int ExitCode, JsonElement Report)> RunAsync(params string[] options)
    {
        var file = Path.Combine(_folder, "report.html");
        var exitCode = await LoadTestApp.Create().RunAsync(
        [
            "--base", _server.Urls.Single(),
            "--deals-file", Path.Combine(_folder, "deals.json"),
            .. options.Contains("cold") || options.Contains("crowded")
                ? ["--fresh-deals-file", Path.Combine(_folder, "fresh.json")]
                : Array.Empty<string>(),
            "--rounds", "2", "--duration", "0.3", "--warm-up", "0", "--connections", "2", "--report", file,
            .. options,
        ]);
        Assert.That(await File.ReadAllTextAsync(file), Does.Contain("</html>"));
        return (exitCode, JsonElement.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(file, ".json"))));
    }

    private void WriteDeals(string file, string name, int count) => File.WriteAllLines(
        Path.Combine(_folder, file), Enumerable.Range(1, count).Select(number => $$"""{"deal_id":"{{name}} {{number}}"}"""));

    private static double Value(JsonElement row, string column) =>
        row.GetProperty("values").GetProperty(column).GetDouble();

    private static JsonElement Check(JsonElement section, string name) => section.GetProperty("checks").EnumerateArray()
        .Single(check => check.GetProperty("name").GetString()!.StartsWith(name, StringComparison.Ordinal));
}
