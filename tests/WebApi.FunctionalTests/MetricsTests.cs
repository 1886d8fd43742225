using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DealInsights.ModelStub;
using YamlDotNet.RepresentationModel;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>What <c>/metrics</c> tells, to whom, and that the dashboard and the alert rules ask for nothing else.</summary>
[TestFixture]
internal sealed partial class MetricsTests
{
    private const string ALongTalk = "We agreed to run a pilot of the dashboard in March.";

    private static string Root => Path.Combine(
        Path.GetDirectoryName(typeof(MetricsTests).Assembly.Location)!, "..", "..", "..", "..", "..");

    [Test]
    public async Task Metrics_WhileFull_AreAnsweredAndTellWhatWasRefused()
    {
        var release = new TaskCompletionSource();
        await using var model = await ModelStubServer.StartAsync(answer: StubAnswers.After(release.Task, StubAnswers.Good));
        await using var api = await StartAsync(TestStore.Embedded(), model, "--Limits:MaxConcurrentRequests=1");
        await api.HasAsync("meeting_insights", $$"""{"deal_id":"Acme","meeting_id":"1","transcript":"{{ALongTalk}}"}""");
        var first = api.BodyAsync(Endpoint.Overview, "Acme");
        await model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);
        var before = RefusedAsBusy(await ReadAsync(api));

        using var refused = await api.AskAsync(Endpoint.DealInfo, "Acme");
        // A reading is answered again for a moment, to whoever asks.
        var metrics = await ReadUntilAsync(api, text => RefusedAsBusy(text) > before);
        release.SetResult();
        await first;

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(metrics, Does.Not.Contain("Acme"));
        Assert.That(api.Logs.GetSnapshot().Select(record => record.Message), Has.None.Contains("[GET] /metrics").And.Some.Contains("[GET] /api"));
    }

    [TestCase("false", HttpStatusCode.Forbidden)]
    [TestCase("true", HttpStatusCode.OK)]
    public async Task Metrics_ForAnotherMachine_AreAnsweredIfThatIsAllowed(string allowed, HttpStatusCode status)
    {
        // An address of this machine that is not loopback stands for another machine's.
        var address = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(ip => ip.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(ip));
        Assume.That(address, Is.Not.Null, "This machine has no address but loopback.");
        await using var api = await DealInsightsApi.StartAsync(
            $"--Metrics:AllowRemote={allowed}", "--AllowedHosts=*", $"--urls=http://{address}:0");

        using var response = await api.Client.GetAsync("/metrics");

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [TestCase("/metrics")]
    [TestCase("/diagnostics/timings")]
    public async Task OperatorEndpoints_AnswerThisMachineUnlessThatIsSwitchedOff(string path)
    {
        await using var open = await DealInsightsApi.StartAsync();
        await using var closed = await DealInsightsApi.StartAsync("--Diagnostics:AllowLoopback=false");

        Assert.That((await open.Client.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await closed.Client.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    [Category("MongoDB")]
    public async Task MetricsAndLabels_ThatDashboardAndAlertsName_AreAllExported()
    {
        await using var model = await ModelStubServer.StartAsync();
        await using var api = await StartAsync(
            TestStore.Mongo(),
            model,
            "--LanguageModel:MaxRetries=1", "--LanguageModel:RetryDelay=00:00:00.01");
        var queries = DashboardQueries().Concat(AlertQueries()).Select(query => new PrometheusQuery(query)).ToList();
        Assert.That(queries.SelectMany(query => query.Selectors).Select(selector => selector.Metric).Distinct().Count(), Is.GreaterThan(20));
        Assert.That(queries.SelectMany(query => query.Grouping).Distinct().Count(), Is.GreaterThan(5));

        await CauseEveryMetricAsync(api, model);

        var missing = new List<string>();
        await ReadUntilAsync(
            api,
            exported =>
            {
                missing = [.. queries.SelectMany(query => query.MissingIn(exported)).Where(name => name != "up" && !name.StartsWith("up{", StringComparison.Ordinal)).Distinct()];
                return missing.Count == 0;
            },
            () => $"Not exported: {string.Join("; ", missing)}");
    }

    private static async Task CauseEveryMetricAsync(DealInsightsApi api, ModelStubServer model)
    {
        await api.HasAsync(
            "meeting_insights",
            $$"""{"deal_id":"Acme","meeting_id":"1","transcript":"{{ALongTalk}}"}""",
            $$"""{"deal_id":"Beta","meeting_id":"1","transcript":"Beta. {{ALongTalk}}"}""",
            $$"""{"deal_id":"Gamma","meeting_id":"1","transcript":"Gamma. {{ALongTalk}}"}""");
        // What was said differs, or the first overview would be that of all. One retry; many callers of one question; then an answer that cannot be used.
        model.NextAnswers(StubAnswers.Status(503));
        await api.BodyAsync(Endpoint.Overview, "Acme");
        model.NextAnswers(StubAnswers.After(TimeSpan.FromSeconds(1), StubAnswers.Good));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => api.BodyAsync(Endpoint.Overview, "Beta")));
        model.NextAnswers(StubAnswers.Html);
        await api.BodyAsync(Endpoint.Overview, "Gamma");
        // Tells of itself only after a collection.
        GC.Collect();
    }

    private static Task<DealInsightsApi> StartAsync(TestStore store, ModelStubServer model, params string[] settings) =>
        DealInsightsApi.StartAsync(
            store,
            [
                .. StubSettings.Of(model),
                .. settings,
            ]);

    private static Task<string> ReadAsync(DealInsightsApi api) => api.Client.GetStringAsync("/metrics");

    /// <summary>Reads until it is as expected, for at most ten seconds.</summary>
    private static async Task<string> ReadUntilAsync(
        DealInsightsApi api, Predicate<string> isAsExpected, Func<string>? whatIsNot = null)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var text = await ReadAsync(api);
            if (isAsExpected(text))
            {
                return text;
            }

            if (patience.Elapsed > TimeSpan.FromSeconds(10))
            {
                Assert.Fail(whatIsNot?.Invoke() ?? text);
            }

            await Task.Delay(50);
        }
    }

    private static double RefusedAsBusy(string metrics) => BusyLine().Matches(metrics).Sum(
        line => double.Parse(line.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));

    private static IEnumerable<string> DashboardQueries()
    {
        var dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "deploy", "grafana", "dashboard.json")))!;

        return dashboard["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .Select(target => target!["expr"]!.GetValue<string>());
    }

    private static IEnumerable<string> AlertQueries()
    {
        var rules = new YamlStream();
        using var file = File.OpenText(Path.Combine(Root, "deploy", "prometheus", "alerts.yaml"));
        rules.Load(file);

        return ((YamlSequenceNode)rules.Documents[0].RootNode["groups"])
            .SelectMany(group => (YamlSequenceNode)group["rules"])
            .Select(rule => ((YamlScalarNode)rule["expr"]).Value!);
    }

    [GeneratedRegex("""dealinsights_requests_refused_total\{[^}]*reason="busy"[^}]*\} ([0-9.]+)""")]
    private static partial Regex BusyLine();
}
