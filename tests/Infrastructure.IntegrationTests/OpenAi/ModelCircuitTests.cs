using System.Globalization;
using DealInsights.Domain.Insights;
using DealInsights.ModelStub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>When the model is left alone, and how its recovery is noticed.</summary>
/// <remarks>The clock stands still unless a test moves it, so nothing here ends because time ran out.</remarks>
[TestFixture]
[CancelAfter(60_000)]
internal sealed class ModelCircuitTests
{
    private const int MinimumCalls = 3;

    private static readonly TimeSpan Break = TimeSpan.FromSeconds(15);

    private static readonly InsightSource Unavailable = InsightSource.OfflineBecause(ModelFailure.Unavailable);

    private FakeTimeProvider _clock = null!;
    private ModelUnderTest _model = null!;

    [SetUp]
    public void SetUp() => _clock = new FakeTimeProvider();

    [TearDown]
    public async Task TearDown() => await _model.DisposeAsync();

    private static IEnumerable<TestCaseData> FaultsOfTheModel() =>
    [
        new TestCaseData(StubAnswers.Status(408)).SetArgDisplayNames("408"),
        new TestCaseData(StubAnswers.Status(429)).SetArgDisplayNames("429"),
        new TestCaseData(StubAnswers.Status(500)).SetArgDisplayNames("500"),
        new TestCaseData(StubAnswers.Status(503)).SetArgDisplayNames("503"),
        new TestCaseData(StubAnswers.Status(401)).SetArgDisplayNames("401"),
        new TestCaseData(StubAnswers.Status(403)).SetArgDisplayNames("403"),
        new TestCaseData(StubAnswers.Disconnect).SetArgDisplayNames("reset before an answer"),
        new TestCaseData(StubAnswers.Reset).SetArgDisplayNames("reset mid-answer"),
    ];

    [TestCaseSource(nameof(FaultsOfTheModel))]
    public async Task Summarize_WhenTheModelKeepsFailing_AsksItNoMore(
        StubAnswer fault, CancellationToken cancellationToken)
    {
        await StartAsync();
        _model.Stub.Answer = fault;

        for (var question = 0; question < MinimumCalls + 5; question++)
        {
            Assert.That(await AskAsync(cancellationToken), Is.EqualTo(Unavailable));
        }

        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(MinimumCalls));
        Assert.That(CircuitLog, Is.EqualTo(["ModelCircuitOpened"]));
    }

    [Test]
    public async Task Summarize_WhenTheModelKeepsSilent_AsksItNoMore(CancellationToken cancellationToken)
    {
        await StartAsync();
        _model.Stub.Answer = StubAnswers.Silence;
        var asking = Enumerable.Range(0, MinimumCalls).Select(_ => AskAsync(cancellationToken)).ToList();
        await _model.Stub.WaitUntilInFlightAsync(MinimumCalls, cancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(14));
        Assert.That(await Task.WhenAll(asking), Is.All.EqualTo(InsightSource.OfflineBecause(ModelFailure.Timeout)));

        Assert.That(await AskAsync(cancellationToken), Is.EqualTo(Unavailable));
        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(MinimumCalls));
    }

    [Test]
    public async Task Summarize_WhenTheCircuitOpensBetweenAttempts_DoesNotRetry(CancellationToken cancellationToken)
    {
        await StartAsync(maxRetries: 5);
        _model.Stub.Answer = StubAnswers.Status(500);

        var source = await AskAsync(cancellationToken);

        Assert.That(source, Is.EqualTo(Unavailable));
        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(MinimumCalls));
        Assert.That(
            _model.Logs.Count(record => record.Id.Name == "ModelRetried"), Is.EqualTo(MinimumCalls - 1),
            "what would be refused is not waited for");
    }

    private static IEnumerable<TestCaseData> FaultsOfOneQuestion() =>
    [
        new TestCaseData(StubAnswers.Status(400)).SetArgDisplayNames("400"),
        new TestCaseData(StubAnswers.Status(404)).SetArgDisplayNames("404"),
        new TestCaseData(StubAnswers.ContentFilter).SetArgDisplayNames("content filter"),
        new TestCaseData(StubAnswers.Refusal).SetArgDisplayNames("refusal"),
        new TestCaseData(StubAnswers.Html).SetArgDisplayNames("HTML"),
        new TestCaseData(StubAnswers.CutOff).SetArgDisplayNames("cut-off JSON"),
    ];

    [TestCaseSource(nameof(FaultsOfOneQuestion))]
    public async Task Summarize_WhenOnlyQuestionsFail_KeepsAsking(StubAnswer fault, CancellationToken cancellationToken)
    {
        await StartAsync();
        _model.Stub.NextAnswers([.. Enumerable.Repeat(fault, MinimumCalls * 3)]);
        for (var question = 0; question < MinimumCalls * 3; question++)
        {
            await AskAsync(cancellationToken);
        }

        Assert.That(await AskAsync(cancellationToken), Is.EqualTo(InsightSource.Model));
        Assert.That(CircuitLog, Is.Empty);
    }

    [Test]
    public async Task Summarize_WhenCallersLeave_KeepsAsking(CancellationToken cancellationToken)
    {
        await StartAsync();
        for (var question = 0; question < MinimumCalls * 2; question++)
        {
            await LeaveDuringACallAsync(cancellationToken);
        }

        Assert.That(await AskAsync(cancellationToken), Is.EqualTo(InsightSource.Model));
        Assert.That(CircuitLog, Is.Empty);
    }

    [Test]
    public async Task Summarize_WhenTheProbeSucceeds_AsksAsBefore(CancellationToken cancellationToken)
    {
        await StartAsync();
        await OpenAsync(cancellationToken);
        _clock.Advance(Break);

        var probe = await AskAsync(cancellationToken);
        var next = await AskAsync(cancellationToken);

        Assert.That(new[] { probe, next }, Is.All.EqualTo(InsightSource.Model));
        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(MinimumCalls + 2));
        Assert.That(
            CircuitLog, Is.EqualTo(["ModelCircuitOpened", "ModelCircuitHalfOpened", "ModelCircuitClosed"]));
    }

    [Test]
    public async Task Summarize_WhenTheProbeFails_WaitsForAnotherBreakWithoutARetry(CancellationToken cancellationToken)
    {
        await StartAsync(maxRetries: 2);
        await OpenAsync(cancellationToken);
        _model.Stub.NextAnswers(StubAnswers.Status(503));
        _clock.Advance(Break);

        var probe = await AskAsync(cancellationToken);
        var refused = await AskAsync(cancellationToken);
        var requests = _model.Stub.Requests.Count;
        _clock.Advance(Break);
        var secondProbe = await AskAsync(cancellationToken);

        Assert.That(new[] { probe, refused }, Is.All.EqualTo(Unavailable));
        Assert.That(requests, Is.EqualTo(MinimumCalls + 1));
        Assert.That(secondProbe, Is.EqualTo(InsightSource.Model));
    }

    [Test]
    public async Task Summarize_WhenTheCallerOfTheProbeLeaves_TakesItForNoRecovery(CancellationToken cancellationToken)
    {
        await StartAsync();
        await OpenAsync(cancellationToken);
        _clock.Advance(Break);
        await LeaveDuringACallAsync(cancellationToken);
        // Who leaves is let go at once; the probe ends after that, and the next break counts from there.
        Assert.That(() => CircuitLog.Count(name => name == "ModelCircuitOpened"), Is.EqualTo(2).After(10_000, 5));

        var refused = await AskAsync(cancellationToken);
        _clock.Advance(Break);
        var secondProbe = await AskAsync(cancellationToken);

        Assert.That(refused, Is.EqualTo(Unavailable));
        Assert.That(secondProbe, Is.EqualTo(InsightSource.Model));
    }

    [TestCase(1)]
    [TestCase(128)]
    public async Task Summarize_WhileTheProbeIsOut_AnswersOthersOfflineWithoutWaitingForItsPlace(
        int maxConcurrency, CancellationToken cancellationToken)
    {
        await StartAsync(maxConcurrency: maxConcurrency);
        await OpenAsync(cancellationToken);
        var (arrived, release) = HoldNextCall();
        _clock.Advance(Break);
        var probe = AskAsync(cancellationToken);
        await arrived.WaitAsync(cancellationToken);

        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(cancellationToken)));

        release();
        Assert.That(others, Is.All.EqualTo(Unavailable));
        Assert.That(await probe, Is.EqualTo(InsightSource.Model));
        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(MinimumCalls + 1));
    }

    private IEnumerable<string?> CircuitLog =>
        _model.Logs
            .Select(record => record.Id.Name)
            .Where(name => name?.StartsWith("ModelCircuit", StringComparison.Ordinal) is true);

    private async Task StartAsync(int maxRetries = 0, int maxConcurrency = 128) =>
        _model = await ModelUnderTest.StartAsync(
            settings: new()
            {
                ["LanguageModel:MaxRetries"] = maxRetries.ToString(CultureInfo.InvariantCulture),
                ["LanguageModel:RetryDelay"] = "00:00:00",
                ["LanguageModel:MaxConcurrency"] = maxConcurrency.ToString(CultureInfo.InvariantCulture),
                ["LanguageModel:BreakerMinimumCalls"] = MinimumCalls.ToString(CultureInfo.InvariantCulture),
            },
            configure: services => services.AddSingleton<TimeProvider>(_clock));

    private async Task<InsightSource> AskAsync(CancellationToken cancellationToken) =>
        (await _model.SummarizeAsync(ModelUnderTest.Transcript, cancellationToken)).Source;

    /// <summary>Lets just enough calls fail; the model works again afterwards.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        _model.Stub.NextAnswers([.. Enumerable.Repeat(StubAnswers.Status(500), MinimumCalls)]);
        while (_model.Stub.Requests.Count < MinimumCalls)
        {
            await AskAsync(cancellationToken);
        }

        Assert.That(CircuitLog, Is.EqualTo(["ModelCircuitOpened"]));
    }

    /// <summary>The next call is answered well, but only when it is released.</summary>
    private (Task Arrived, Action Release) HoldNextCall()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _model.Stub.NextAnswers(async call =>
        {
            arrived.SetResult();
            await released.Task.WaitAsync(call.CallerGone);
            await StubAnswers.Good(call);
        });

        return (arrived.Task, released.SetResult);
    }

    private async Task LeaveDuringACallAsync(CancellationToken cancellationToken)
    {
        var (arrived, _) = HoldNextCall();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = AskAsync(caller.Token);
        await arrived.WaitAsync(cancellationToken);
        await caller.CancelAsync();
        Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
    }
}
