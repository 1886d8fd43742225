using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.IntegrationTests.OpenAi;
using DealInsights.ModelStub;
using Microsoft.Extensions.DependencyInjection;
using static DealInsights.Infrastructure.IntegrationTests.OpenAi.StreamedEvents;
using Event = DealInsights.Application.Meetings.OverviewEvent<DealInsights.Domain.Insights.Insight<DealInsights.Domain.Meetings.MeetingSummary>?>;

namespace DealInsights.Infrastructure.IntegrationTests.Insights;

/// <summary>Overviews that several callers ask for at once, that fail, and whose meetings change.</summary>
[TestFixture]
internal sealed class CachedOverviewTests
{
    private const string Transcript = "Tom: We agreed to start the pilot of the dashboard in March. The price is a concern.";

    private static readonly string[] Statements = ["Agreeing to start the pilot.", "Worrying about the price."];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TaskCompletionSource _release = null!;
    private ModelUnderTest _model = null!;

    [SetUp]
    public async Task SetUp()
    {
        _release = new TaskCompletionSource();
        _model = await ModelUnderTest.StartAsync(settings: new() { ["Insights:FailureRetryDelay"] = "00:01:00" });
        await _model.StoreAsync("Acme", ("m1", Transcript));
        await _model.Services.GetRequiredService<OverviewRefresher>().StartAsync(CancellationToken.None);
        _model.Stub.Answer = Halting(_release.Task);
    }

    [TearDown]
    public async Task TearDown()
    {
        _release.TrySetResult();
        await _model.Services.GetRequiredService<OverviewRefresher>().StopAsync(CancellationToken.None);
        await _model.DisposeAsync();
    }

    [Test]
    public async Task Stream_WhenTheLastLeaves_EndsTheCall()
    {
        using var leaving = new CancellationTokenSource();
        var only = new Reader(_model, leaving.Token);
        await only.UntilStatementsAsync(1);

        await leaving.CancelAsync();

        Assert.That(only.ToEndAsync, Throws.InstanceOf<OperationCanceledException>());
        await _model.Stub.WaitUntilAbortedAsync(1).WaitAsync(Patience);
    }

    [Test]
    public async Task Stream_WhenAReaderStopsReading_EndsTheCallWithoutACancellation()
    {
        await using (var events = _model.StreamDeal("Acme", CancellationToken.None).GetAsyncEnumerator())
        {
            Assert.That(await events.MoveNextAsync(), Is.True);
        }

        await _model.Stub.WaitUntilAbortedAsync(1).WaitAsync(Patience);
    }

    [Test]
    public async Task Stream_WhenTheMeetingsChangedAndTheModelFails_KeepsTheOlderSummary()
    {
        _release.SetResult();
        await _model.SummarizeDealAsync("Acme", CancellationToken.None);
        await _model.StoreAsync("Acme", ("m2", Transcript + " And to buy."));
        _model.Stub.Answer = StubAnswers.ContentFilter;

        var first = await new Reader(_model).ToEndAsync();
        Assert.That(
            () => _model.Logs.Select(record => record.Id.Name), Has.Some.EqualTo("OverviewNotRefreshed").After(10_000, 10));
        var asked = _model.Stub.Requests.Count;
        var second = await new Reader(_model).ToEndAsync();

        foreach (var events in (IReadOnlyList<Event>[])[first, second])
        {
            Assert.That(events, Has.Count.EqualTo(2));
            Assert.That(events[0], Is.TypeOf<Event.Earlier>());
            Assert.That(FinalOf(events).Source, Is.EqualTo(InsightSource.Stale));
        }

        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(asked), "What has just failed is not asked again.");
    }

    [Test]
    public async Task Summarize_WhenTheModelFailed_IsAnsweredOfflineWithoutAskingAgain()
    {
        _model.Stub.Answer = StubAnswers.ContentFilter;

        var first = await _model.SummarizeDealAsync("Acme", CancellationToken.None);
        var second = await _model.SummarizeDealAsync("Acme", CancellationToken.None);
        var streamed = await new Reader(_model).ToEndAsync();

        Assert.That(
            new[] { first!.Source, second!.Source, FinalOf(streamed).Source },
            Is.All.EqualTo(InsightSource.OfflineBecause(ModelFailure.Filtered)));
        Assert.That(second!.Value.Text, Is.EqualTo(first!.Value.Text));
        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Classify_WhenTheModelFailed_IsAnsweredOfflineWithoutAskingAgain()
    {
        _model.Stub.Answer = StubAnswers.ContentFilter;

        var first = await _model.Classifier.ClassifyAsync(["ceo", "clerk"], CancellationToken.None);
        _model.Stub.Answer = StubAnswers.Good;
        var second = await _model.Classifier.ClassifyAsync(["ceo", "cto"], CancellationToken.None);

        Assert.That(
            new[] { first.Source, second.Source }, Is.All.EqualTo(InsightSource.OfflineBecause(ModelFailure.Filtered)));
        Assert.That(second.Value["cto"].Author, Is.EqualTo(InsightAuthor.Model));
        Assert.That(
            WireFormat.TitlesOf(_model.Stub.Requests.Last()).Select(title => title.Title), Is.EqualTo(new[] { "cto" }));
    }

    [Test]
    public async Task Summarize_WhenOnlyTheMetadataChanged_AdoptsTheStoredOverview()
    {
        _release.SetResult();
        var first = (await _model.SummarizeDealAsync("Acme", CancellationToken.None))!;
        // White space around a transcript is in no overview, and changes its length.
        await _model.StoreAsync("Acme", ("m1", Transcript + "  "));

        var second = (await _model.SummarizeDealAsync("Acme", CancellationToken.None))!;

        Assert.That(second.Source, Is.EqualTo(InsightSource.Stored));
        Assert.That(second.GeneratedAt, Is.EqualTo(first.GeneratedAt).Within(TimeSpan.FromMilliseconds(1)));
        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(1));
    }

    // Streams the first statement and the beginning of the second, then waits.
    private static StubAnswer Halting(Task release) => StubAnswers.Held(release, "Worrying", _ => WireFormat.Overview(
        (Statements[0], 1, "We agreed to start the pilot"), (Statements[1], 1, "The price is a concern")));

    private sealed class Reader(ModelUnderTest model, CancellationToken cancellationToken = default)
    {
        private readonly IAsyncEnumerator<Event> _events =
            model.StreamDeal("Acme", cancellationToken).GetAsyncEnumerator(CancellationToken.None);

        private readonly List<Event> _received = [];

        public async Task UntilStatementsAsync(int count)
        {
            while (StatementsOf(_received).Count < count)
            {
                Assert.That(await _events.MoveNextAsync().AsTask().WaitAsync(Patience), Is.True);
                _received.Add(_events.Current);
            }
        }

        /// <summary>Reads to the end; returns all events.</summary>
        public async Task<IReadOnlyList<Event>> ToEndAsync()
        {
            await using (_events)
            {
                while (await _events.MoveNextAsync().AsTask().WaitAsync(Patience))
                {
                    _received.Add(_events.Current);
                }
            }

            return _received;
        }
    }
}
