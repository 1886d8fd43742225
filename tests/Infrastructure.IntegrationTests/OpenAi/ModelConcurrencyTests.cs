using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.ModelStub;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>Many questions at once, and callers who leave.</summary>
[TestFixture]
internal sealed class ModelConcurrencyTests
{
    [Test]
    [CancelAfter(60_000)]
    public async Task Summarize_WhenMoreAskThanAreAdmitted_AsksTheModelForAsManyAsAreAllowed(CancellationToken cancellationToken)
    {
        await using var model = await ModelUnderTest.StartAsync(settings: new() { ["LanguageModel:MaxConcurrency"] = "2" });
        // The barrier shows that two are admitted; the delay lets a third arrive, if one were.
        model.Stub.Answer = StubAnswers.After(TimeSpan.FromMilliseconds(100), StubAnswers.Barrier(2));

        var insights = await AskAsync(model, 5, cancellationToken);

        Assert.That(insights.Select(insight => insight.Source), Is.All.EqualTo(InsightSource.Model));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(5));
        Assert.That(model.Stub.InFlightHighWaterMark, Is.EqualTo(2));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Summarize_WhenItsTurnDoesNotComeInTime_AnswersOffline(CancellationToken cancellationToken)
    {
        await using var model = await ModelUnderTest.StartAsync(settings: new()
        {
            ["LanguageModel:MaxConcurrency"] = "1",
            ["LanguageModel:Timeout"] = "00:00:00.300",
        });
        model.Stub.Answer = StubAnswers.Silence;

        var insights = await AskAsync(model, 2, cancellationToken);

        Assert.That(
            insights.Select(insight => insight.Source), Is.All.EqualTo(InsightSource.OfflineBecause(ModelFailure.Timeout)));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Summarize_WhenTheCallerLeaves_HangsUpOnTheModelWithoutAnAnswer(CancellationToken cancellationToken)
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.Answer = StubAnswers.Silence;
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = model.SummarizeAsync(ModelUnderTest.Transcript, caller.Token);
        await model.Stub.WaitUntilInFlightAsync(1, cancellationToken);

        await caller.CancelAsync();

        Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
        await model.Stub.WaitUntilAbortedAsync(1, cancellationToken);
        Assert.That(model.Logs.Where(record => record.Level > Microsoft.Extensions.Logging.LogLevel.Information), Is.Empty);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Classify_WhenTheCallerLeavesWhileWaitingInLine_AsksNothing(CancellationToken cancellationToken)
    {
        await using var model = await ModelUnderTest.StartAsync(settings: new() { ["LanguageModel:MaxConcurrency"] = "1" });
        model.Stub.Answer = StubAnswers.Silence;
        using var first = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var second = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var admitted = model.Classifier.ClassifyAsync(["ceo"], first.Token);
        await model.Stub.WaitUntilInFlightAsync(1, cancellationToken);
        var inLine = model.Classifier.ClassifyAsync(["cto"], second.Token);
        // Time enough to reach the stub, if it were admitted.
        await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);

        await second.CancelAsync();

        Assert.That(async () => await inLine, Throws.InstanceOf<OperationCanceledException>());
        await first.CancelAsync();
        Assert.That(async () => await admitted, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Classify_WhenManyAskAboutTheSameTitles_AsksOnceAndGoesOnWhenTheFirstLeaves(
        CancellationToken cancellationToken)
    {
        await using var model = await ModelUnderTest.StartAsync();
        var release = new TaskCompletionSource();
        model.Stub.Answer = async call =>
        {
            await release.Task.WaitAsync(call.CallerGone);
            await StubAnswers.Good(call);
        };
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = model.Classifier.ClassifyAsync(["ceo", "clerk"], leaving.Token);
        await model.Stub.WaitUntilInFlightAsync(1, cancellationToken);
        var others = Enumerable.Range(0, 99)
            .Select(_ => model.Classifier.ClassifyAsync(["clerk", "ceo"], cancellationToken))
            .ToList();
        // Time enough to join.
        await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);

        await leaving.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        release.SetResult();

        var sources = (await Task.WhenAll(others)).Select(insight => insight.Source);
        Assert.That(sources, Is.All.EqualTo(InsightSource.Model).Or.EqualTo(InsightSource.Stored));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(1));
    }

    private static Task<Insight<MeetingSummary>[]> AskAsync(ModelUnderTest model, int calls, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, calls)
            .Select(number => model.SummarizeAsync($"In meeting {number} we agreed to run a pilot in March.", cancellationToken)));
}
