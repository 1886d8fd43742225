using System.Diagnostics.Metrics;
using DealInsights.ModelStub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>What is counted of the model's work and failures.</summary>
[TestFixture]
internal sealed class ModelMetricsTests
{
    private static IEnumerable<TestCaseData> Outcomes() =>
    [
        new TestCaseData(StubAnswers.Good, "ok", null).SetArgDisplayNames("ok"),
        new TestCaseData(StubAnswers.Silence, "timeout", "timeout").SetArgDisplayNames("timeout"),
        new TestCaseData(StubAnswers.Status(404), "unavailable", "unavailable").SetArgDisplayNames("unavailable"),
        new TestCaseData(StubAnswers.Refusal, "filtered", "filtered").SetArgDisplayNames("filtered"),
        new TestCaseData(StubAnswers.Html, "invalid", "invalid").SetArgDisplayNames("invalid"),
        // The call went well; what the model wrote did not.
        new TestCaseData(StubAnswers.WrongSchema, "ok", "invalid").SetArgDisplayNames("wrong schema"),
        new TestCaseData(StubAnswers.MissingId, "ok", "invalid").SetArgDisplayNames("a title left open"),
    ];

    [TestCaseSource(nameof(Outcomes))]
    public async Task Classify_HoweverItEnds_CountsTheOutcomeAndTheFallback(
        StubAnswer answer, string outcome, string? fallback)
    {
        await using var model = await ModelUnderTest.StartAsync(settings: new()
        {
            ["LanguageModel:Timeout"] = answer == StubAnswers.Silence ? "00:00:00.300" : "00:00:30",
        });
        using var calls = Collect<long>(model, "calls");
        using var duration = Collect<double>(model, "duration");
        using var fallbacks = Collect<long>(model, "fallback");
        model.Stub.Answer = answer;

        await model.Classifier.ClassifyAsync(["vp sales", "engineer"], CancellationToken.None);

        Assert.That(Values(calls, "outcome"), Is.EqualTo([(outcome, 1L)]));
        Assert.That(Values(duration, "outcome").Select(one => one.Tag), Is.EqualTo([outcome]));
        Assert.That(Values(fallbacks, "reason"), Is.EqualTo(fallback is null ? [] : new[] { (fallback, 1L) }));
    }

    [Test]
    public async Task Summarize_WhenTheCircuitIsOpen_CountsAShortCircuit()
    {
        await using var model = await ModelUnderTest.StartAsync(settings: new()
        {
            ["LanguageModel:MaxRetries"] = "0",
            ["LanguageModel:BreakerMinimumCalls"] = "2",
        });
        using var calls = Collect<long>(model, "calls");
        using var fallbacks = Collect<long>(model, "fallback");
        model.Stub.Answer = StubAnswers.Status(500);

        for (var question = 0; question < 3; question++)
        {
            await model.SummarizeAsync(ModelUnderTest.Transcript, CancellationToken.None);
        }

        Assert.That(
            Values(calls, "outcome"),
            Is.EqualTo([("unavailable", 1L), ("unavailable", 1L), ("short_circuited", 1L)]));
        Assert.That(Values(fallbacks, "reason"), Is.EqualTo(Enumerable.Repeat(("unavailable", 1L), 3)));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Summarize_WhenTheCallerLeaves_CountsACancelledCallAndNoFallback(CancellationToken cancellationToken)
    {
        await using var model = await ModelUnderTest.StartAsync();
        using var calls = Collect<long>(model, "calls");
        using var fallbacks = Collect<long>(model, "fallback");
        model.Stub.Answer = StubAnswers.Silence;
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = model.SummarizeAsync(ModelUnderTest.Transcript, caller.Token);
        await model.Stub.WaitUntilInFlightAsync(1, cancellationToken);

        await caller.CancelAsync();

        Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
        // The caller does not wait for the hanging up.
        Assert.That(() => Values(calls, "outcome"), Is.EqualTo([("cancelled", 1L)]).After(10_000, 10));
        Assert.That(Values(fallbacks, "reason"), Is.Empty);
    }

    [Test]
    public async Task Classify_WhenTheModelCountsTokens_AddsThem()
    {
        await using var model = await ModelUnderTest.StartAsync();
        using var tokens = Collect<long>(model, "tokens");
        model.Stub.Answer = call => call.SendJsonAsync(
            """{"id":"1","choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"{\"judgements\":[]}"}}],"usage":{"prompt_tokens":120,"completion_tokens":8,"total_tokens":128}}""");

        await model.Classifier.ClassifyAsync(["ceo"], CancellationToken.None);

        Assert.That(Values(tokens, "kind"), Is.EqualTo([("input", 120L), ("output", 8L)]));
    }

    private static MetricCollector<T> Collect<T>(ModelUnderTest model, string name)
        where T : struct =>
        new(model.Services.GetRequiredService<IMeterFactory>(), "DealInsights", "dealinsights.model." + name);

    private static IEnumerable<(string? Tag, T Value)> Values<T>(MetricCollector<T> collector, string tag)
        where T : struct =>
        collector.GetMeasurementSnapshot().Select(one => (one.Tags[tag] as string, one.Value));
}
