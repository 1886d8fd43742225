using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.IntegrationTests.OpenAi;
using DealInsights.ModelStub;
using Microsoft.Extensions.DependencyInjection;
using static DealInsights.Infrastructure.IntegrationTests.OpenAi.Steps;
using Step = DealInsights.Application.Meetings.WritingStep<DealInsights.Domain.Insights.Insight<DealInsights.Domain.Meetings.MeetingSummary>>;

namespace DealInsights.Infrastructure.IntegrationTests.Insights;

/// <summary>Many read one overview while it is written: one question, one outcome, and nobody feels the others.</summary>
[TestFixture]
internal sealed class OverviewStreamTests
{
    private const string Transcript = "Tom: We agreed to start the pilot of the dashboard in March.";
    private const string Statement = "Agreeing to start the pilot.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TaskCompletionSource _release = null!;
    private ModelUnderTest _model = null!;

    [SetUp]
    public async Task SetUp()
    {
        _release = new TaskCompletionSource();
        _model = await ModelUnderTest.StartAsync();
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
    public async Task Follow_ByMany_AsksOnceAndAllSeeTheSame()
    {
        var readers = Enumerable.Range(0, 20).Select(_ => new Reader(_model)).ToList();
        await Task.WhenAll(readers.Select(reader => reader.UntilAsync("Agreeing")));
        // Comes when half of it is written, and is shown that half.
        var late = new Reader(_model);
        await late.UntilAsync("Agreeing");
        var plain = _model.SummarizeDealAsync("Acme", CancellationToken.None);

        _release.SetResult();
        var all = await Task.WhenAll(readers.Append(late).Select(reader => reader.ToEndAsync()));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(_model.Stub.Requests, Has.Count.EqualTo(1));
            Assert.That(all.Select(DraftOf), Is.All.EqualTo(Statement));
            Assert.That(all.Select(steps => Finished(steps)).Distinct().Count(), Is.EqualTo(1));
            Assert.That((await plain)!.Value.Text, Is.EqualTo(Statement));
        });
    }

    [Test]
    public async Task Follow_WhenTheFirstLeaves_GoesOnForTheOthersAndIsKept()
    {
        using var leaving = new CancellationTokenSource();
        var first = new Reader(_model, leaving.Token);
        await first.UntilAsync("Agreeing");
        var second = new Reader(_model);
        await second.UntilAsync("Agreeing");

        await leaving.CancelAsync();
        Assert.That(first.ToEndAsync, Throws.InstanceOf<OperationCanceledException>());
        _release.SetResult();

        Assert.That(Finished(await second.ToEndAsync()).Source, Is.EqualTo(InsightSource.Model));
        var third = await new Reader(_model).ToEndAsync();
        Assert.Multiple(() =>
        {
            Assert.That(third, Has.Count.EqualTo(1));
            Assert.That(Finished(third).Source, Is.EqualTo(InsightSource.Stored));
            Assert.That(_model.Stub.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Follow_WhenTheLastLeaves_EndsTheCall()
    {
        using var leaving = new CancellationTokenSource();
        var only = new Reader(_model, leaving.Token);
        await only.UntilAsync("Agreeing");

        await leaving.CancelAsync();

        Assert.That(only.ToEndAsync, Throws.InstanceOf<OperationCanceledException>());
        await _model.Stub.WaitUntilAbortedAsync(1).WaitAsync(Patience);
    }

    [Test]
    public async Task Follow_WhenAReaderStopsReading_EndsTheCallWithoutACancellation()
    {
        await using (var steps = _model.FollowDeal("Acme", CancellationToken.None).GetAsyncEnumerator())
        {
            Assert.That(await steps.MoveNextAsync(), Is.True);
        }

        await _model.Stub.WaitUntilAbortedAsync(1).WaitAsync(Patience);
    }

    [Test]
    public async Task Follow_AfterAPlainQuestion_GetsItsAnswer()
    {
        var plain = _model.SummarizeDealAsync("Acme", CancellationToken.None);
        await _model.Stub.WaitUntilInFlightAsync(1).WaitAsync(Patience);
        var reader = new Reader(_model);
        var following = reader.ToEndAsync();

        _release.SetResult();

        Assert.That((await plain)!.Source, Is.EqualTo(InsightSource.Model));
        Assert.That(Finished(await following).Value.Text, Is.EqualTo(Statement));
        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Follow_ByASlowReader_HoldsUpNobodyAndKeepsOneDraft()
    {
        var slow = new Reader(_model);
        await slow.UntilAsync("Agreeing");
        var quick = new Reader(_model);
        _release.SetResult();

        // The slow one takes nothing meanwhile.
        Assert.That(Finished(await quick.ToEndAsync()).Value.Text, Is.EqualTo(Statement));
        var steps = await slow.ToEndAsync();

        Assert.That(DraftOf(steps), Is.EqualTo(Statement));
        // All that it missed came in one piece.
        Assert.That(steps.OfType<Step.Draft>().Last().Words, Is.EqualTo(Statement["Agreeing".Length..]));
    }

    [Test]
    public async Task Follow_WhenTheMeetingsChanged_ShowsTheOlderSummaryThenTheNewOne()
    {
        _release.SetResult();
        var old = (await _model.SummarizeDealAsync("Acme", CancellationToken.None))!;
        await _model.StoreAsync("Acme", ("m2", Transcript + " And to buy."));
        var held = new TaskCompletionSource();
        _model.Stub.Answer = Halting(held.Task);

        var reader = new Reader(_model);
        await reader.UntilAsync("Agreeing");
        held.SetResult();
        var steps = await reader.ToEndAsync();

        Assert.Multiple(() =>
        {
            Assert.That(steps[0], Is.TypeOf<Step.Earlier>());
            Assert.That(((Step.Earlier)steps[0]).Insight.Source, Is.EqualTo(InsightSource.Stale));
            Assert.That(((Step.Earlier)steps[0]).Insight.GeneratedAt, Is.EqualTo(old.GeneratedAt).Within(TimeSpan.FromMilliseconds(1)));
            Assert.That(Finished(steps).Source, Is.EqualTo(InsightSource.Model));
            // The one in the background shared it.
            Assert.That(_model.Stub.Requests, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task Follow_WhenTheMeetingsChangedAndTheModelFails_KeepsTheOlderSummary()
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

        foreach (var steps in (IReadOnlyList<Step>[])[first, second])
        {
            Assert.Multiple(() =>
            {
                Assert.That(steps, Has.Count.EqualTo(2));
                Assert.That(steps[0], Is.TypeOf<Step.Earlier>());
                Assert.That(Finished(steps).Source, Is.EqualTo(InsightSource.Stale));
            });
        }

        Assert.That(_model.Stub.Requests, Has.Count.EqualTo(asked), "What has just failed is left alone.");
    }

    // Writes one word, then waits.
    private static StubAnswer Halting(Task release) => StubAnswers.Held(
        release, "Agreeing", _ => WireFormat.Overview((Statement, 1, "We agreed to start the pilot")));

    private sealed class Reader(ModelUnderTest model, CancellationToken cancellationToken = default)
    {
        private readonly IAsyncEnumerator<Step> _steps =
            model.FollowDeal("Acme", cancellationToken).GetAsyncEnumerator(CancellationToken.None);

        private readonly List<Step> _seen = [];

        /// <summary>Reads until the draft reads so.</summary>
        public async Task UntilAsync(string draft)
        {
            while (DraftOf(_seen) != draft)
            {
                Assert.That(await _steps.MoveNextAsync().AsTask().WaitAsync(Patience), Is.True);
                _seen.Add(_steps.Current);
            }
        }

        /// <summary>Reads to the end; all that was seen.</summary>
        public async Task<IReadOnlyList<Step>> ToEndAsync()
        {
            await using (_steps)
            {
                while (await _steps.MoveNextAsync().AsTask().WaitAsync(Patience))
                {
                    _seen.Add(_steps.Current);
                }
            }

            return _seen;
        }
    }
}
