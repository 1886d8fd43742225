using System.Net;
using DealInsights.ModelStub;
using Microsoft.Extensions.Logging;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>The service over a stub that speaks the language model's wire format.</summary>
[TestFixture]
internal sealed class ModelTests
{
    private ModelStubServer _model = null!;
    private DealInsightsApi _api = null!;

    [SetUp]
    public async Task SetUp()
    {
        _model = await ModelStubServer.StartAsync();
        _api = await DealInsightsApi.StartAsync(
            [.. StubSettings.Of(_model), "--LanguageModel:Timeout=00:00:30"]);
        await _api.HasAsync("deal_info", """{"deal_id":"Acme","owner":"Dana"}""");
        await _api.HasAsync(
            "meeting_insights",
            [.. Enumerable.Range(0, 100).Select(deal =>
                $$"""{"deal_id":"Deal {{deal}}","meeting_id":"1","meeting_date":"2026-01-05","transcript":"Deal {{deal}}: we agreed to move forward with the pilot in March.","buyer_attendees":[{"name":"Ann","title":"VP Sales"},{"name":"Bob","title":"Analyst"}]}""")]);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _api.DisposeAsync();
        await _model.DisposeAsync();
    }

    [TestCase(3)]
    [TestCase(10)]
    [TestCase(100)]
    public async Task Overviews_AskedForAtOnce_WaitForTheModelTogether(int requests)
    {
        // One after another, the first would wait for ever.
        _model.Answer = StubAnswers.Barrier(requests);

        var sources = await Task.WhenAll(Enumerable.Range(0, requests).Select(async deal =>
        {
            using var response = await _api.AskAsync(Endpoint.Overview, $"Deal {deal}");
            return (response.StatusCode, Source: response.Headers.GetValues("X-Insight-Source").Single());
        }));

        Assert.That(sources, Is.All.EqualTo((HttpStatusCode.OK, "model")));
        Assert.That(_model.InFlightHighWaterMark, Is.EqualTo(requests));
    }

    [Test]
    public async Task OtherEndpoints_WhileModelCallsWait_Answer()
    {
        var release = new TaskCompletionSource();
        _model.Answer = StubAnswers.After(release.Task, StubAnswers.Good);
        var overviews = Enumerable.Range(0, 20).Select(deal => _api.BodyAsync(Endpoint.Overview, $"Deal {deal}")).ToList();
        await _model.WaitUntilInFlightAsync(20).WaitAsync(DealInsightsApi.Patience);

        var dealInfo = await _api.BodyAsync(Endpoint.DealInfo, "Acme");
        var concerns = await _api.BodyAsync(Endpoint.Concerns, "Acme");

        Assert.That(overviews.Select(overview => overview.IsCompleted), Is.All.False);
        Assert.That(dealInfo, Does.StartWith("""{"dealId":"Acme","""));
        Assert.That(concerns, Does.StartWith("""[{"pricing_concerns":"""));
        release.SetResult();
        await Task.WhenAll(overviews);
    }

    private static IEnumerable<TestCaseData> Failures()
    {
        yield return new TestCaseData(StubAnswers.ContentFilter, "offline; reason=filtered").SetArgDisplayNames("content filter");
        yield return new TestCaseData(StubAnswers.Status(429, TimeSpan.FromSeconds(60)), "offline; reason=unavailable").SetArgDisplayNames("429");
        yield return new TestCaseData(StubAnswers.Status(500), "offline; reason=unavailable").SetArgDisplayNames("500");
        yield return new TestCaseData(StubAnswers.Reset, "offline; reason=unavailable").SetArgDisplayNames("reset");
        yield return new TestCaseData(StubAnswers.Html, "offline; reason=invalid").SetArgDisplayNames("HTML");
        yield return new TestCaseData(StubAnswers.CutOff, "offline; reason=invalid").SetArgDisplayNames("cut off");
    }

    [TestCaseSource(nameof(Failures))]
    public async Task WhenTheModelFails_BothEndpointsAnswerOfflineAndSayWhy(StubAnswer failure, string source)
    {
        _model.Answer = failure;

        using var overview = await _api.AskAsync(Endpoint.Overview, "Deal 7");
        using var stakeholders = await _api.AskAsync(Endpoint.Stakeholders, "Deal 7");

        Assert.That(overview.Headers.GetValues("X-Insight-Source"), Is.EqualTo(new[] { source }));
        Assert.That(stakeholders.Headers.GetValues("X-Insight-Source"), Is.EqualTo(new[] { source }));
        Assert.That(await overview.Content.ReadAsStringAsync(), Does.Contain("we agreed to move forward"));
        Assert.That(
            await stakeholders.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"stakeholders":[{"name":"Ann","email":"","title":"VP Sales","potential_decision_maker":true},{"name":"Bob","email":"","title":"Analyst","potential_decision_maker":false}]}"""));
    }

    [Test]
    public async Task WhenTheCallerLeaves_TheModelCallIsGivenUpAndNothingIsLoggedAsAnError()
    {
        _model.Answer = StubAnswers.Silence;
        using var caller = new CancellationTokenSource();
        var asking = _api.Client.GetAsync("/api/hubspot/v2/company-overview?dealName=Deal%207", caller.Token);
        await _model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);

        await caller.CancelAsync();

        Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
        await _model.WaitUntilAbortedAsync(1).WaitAsync(DealInsightsApi.Patience);
        Assert.That(
            () => _api.Logs.GetSnapshot().Select(record => record.Id.Name), Has.Some.EqualTo("RequestCancelled").After(5_000, 20));
        Assert.That(
            _api.Logs.GetSnapshot().Where(record =>
                record.Level >= LogLevel.Warning && record.Id.Name != "AnonymousReaders" && record.Category!.StartsWith("DealInsights", StringComparison.Ordinal)),
            Is.Empty);
    }
}
