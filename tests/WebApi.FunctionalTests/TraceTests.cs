using DealInsights.Application.Diagnostics;
using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>What arrives at a collector.</summary>
[TestFixture]
internal sealed class TraceTests
{
    private const string Deal = "Secretive-Merger";
    private const string Spoken = "We agreed to run a pilot of the dashboard in March.";

    [Test]
    public async Task Trace_OfAnOverview_ShowsEveryStepAndNeitherNameNorText()
    {
        await using var collector = await CollectorStub.StartAsync();
        await using var model = await ModelStubServer.StartAsync();
        await using (var api = await DealInsightsApi.StartAsync(
            TestStore.Mongo(),
            [
                .. collector.Settings,
                $"--AzureOpenAI:Endpoint={model.Endpoint}", "--AzureOpenAI:Deployment=gpt-traced", "--AzureOpenAI:ApiKey=secret",
            ]))
        {
            await api.HasAsync("meeting_insights", $$"""{"deal_id":"{{Deal}}","meeting_id":"1","transcript":"{{Spoken}}"}""");
            await api.BodyAsync(Endpoint.Overview, Deal);
            await api.HasAsync("deal_info", $$"""{"deal_id":"{{Deal}}/2"}""");
            await api.V3BodyAsync(V3.Of($"{Deal}/2", "/insights"));
            using var nowhere = await api.Client.GetAsync($"/deals/{Deal}");
            using var belowADeal = await api.Client.GetAsync($"{V3.Deals}/{Deal}/{Deal}");
        }

        // Stopping has sent what was left.
        var traces = collector.Received("/v1/traces");
        var metrics = collector.Received("/v1/metrics");
        Assert.Multiple(() =>
        {
            // Whether, and not what: the whole would be kilobytes of protobuf.
            foreach (var expected in (string[])
                [
                    "api/hubspot/v2/company-overview", "http.response.status_code",
                    "api/v3/deals/{dealId}/insights", DealHash.Of(DealInsightsApi.IdOf($"{Deal}/2")),
                    "GetOverview", "deal.hash", DealHash.Of(Deal),
                    "MongoDB.Driver", "meeting_insights",
                    "chat gpt-traced", "gen_ai.usage.input_tokens", "outcome",
                ])
            {
                Assert.That(traces.Contains(expected, StringComparison.Ordinal), Is.True, expected);
            }

            Assert.That(metrics.Contains("dealinsights.query.duration", StringComparison.Ordinal), Is.True);
            foreach (var secret in (string[])["Secretive", "pilot", "db.query.text"])
            {
                Assert.That((traces + metrics).Contains(secret, StringComparison.Ordinal), Is.False, $"{secret}: {Around(traces + metrics, secret)}");
            }
        });
    }

    [Test]
    public async Task Spans_OfExceptionsThatQuoteADeal_DoNotQuoteIt()
    {
        await using var collector = await CollectorStub.StartAsync();
        await using (var api = await DealInsightsApi.StartAsync(collector.Settings))
        {
            // As MongoDB's driver writes it when a key exists already.
            using var source = new System.Diagnostics.ActivitySource("MongoDB.Driver");
            using var span = source.StartActivity("insert");
            Assert.That(span, Is.Not.Null);
            span!.SetTag("exception.type", "MongoWriteException");
            span.SetTag("exception.message", $"E11000 dup key: {{ deal_id: \"{Deal}\" }}");
            span.SetTag("exception.stacktrace", $"MongoWriteException: {Deal}");
            span.SetStatus(System.Diagnostics.ActivityStatusCode.Error, $"dup key: {Deal}");
        }

        Assert.That(
            collector.Received("/v1/traces"), Does.Contain("MongoWriteException").And.Not.Contain(Deal).And.Not.Contain("E11000"));
    }

    [Test]
    public async Task Requests_HaveSpansAndProbesHaveNone()
    {
        await using var collector = await CollectorStub.StartAsync();
        await using (var api = await DealInsightsApi.StartAsync(collector.Settings))
        {
            using var missing = await api.Client.GetAsync("/api/hubspot/v2/deal-info?dealName=nobody%20knows");
            using var alive = await api.Client.GetAsync("/health/live");
            using var metrics = await api.Client.GetAsync("/metrics");
            Assert.That((int)alive.StatusCode, Is.EqualTo(200));
        }

        Assert.That(
            collector.Received("/v1/traces"),
            Does.Contain("GET api/hubspot/v2/deal-info").And.Not.Contain("health").And.Not.Contain("/metrics").And.Not.Contain("nobody"));
    }

    private static string Around(string text, string secret) =>
        text.IndexOf(secret, StringComparison.Ordinal) is var found and >= 0
            ? text[Math.Max(0, found - 200)..Math.Min(text.Length, found + 50)]
            : "";
}
