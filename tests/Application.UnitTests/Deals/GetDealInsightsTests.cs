using DealInsights.Application.Answers;
using DealInsights.Application.Deals.GetDealInsights;
using DealInsights.Application.Failures;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using Moq;

namespace DealInsights.Application.UnitTests.Deals;

[TestFixture]
internal sealed class GetDealInsightsTests
{
    private static readonly DealRecord Acme = new("Acme", null, null, null, null, null, null, null);
    private static readonly UpstreamUnavailableException Down = new("The database", TimeSpan.FromSeconds(5), new TimeoutException());

    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp()
    {
        _application = new ApplicationUnderTest();
        _application.Classifier.SetupGet(port => port.Version).Returns("rules");
        FindsDeal(() => Task.FromResult<DealRecord?>(Acme));
        _application.Deals.Setup(port => port.ExistsAsync("Acme", It.IsAny<CancellationToken>())).ReturnsAsync(true);
        _application.Deals.Setup(port => port.FindTimelineAsync("Acme", It.IsAny<CancellationToken>())).ReturnsAsync((Timeline?)null);
        FindsConcerns(() => Task.FromResult(new ConcernRecord([], null)));
        _application.Meetings.Setup(port => port.FindOverviewStateAsync("Acme", It.IsAny<CancellationToken>())).ReturnsAsync((OverviewState?)null);
        _application.Meetings.Setup(port => port.FindAttendancesAsync("Acme", It.IsAny<CancellationToken>())).ReturnsAsync([]);
    }

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_ReadsAllPartsAtOnce()
    {
        // Each read ends only when all have begun: one after the other they would wait forever.
        var begun = 0;
        var all = new TaskCompletionSource();
        Task TogetherAsync() => Interlocked.Increment(ref begun) == 4 ? Complete(all) : all.Task;
        FindsDeal(async () =>
        {
            await TogetherAsync();
            return Acme;
        });
        FindsConcerns(async () =>
        {
            await TogetherAsync();
            return new ConcernRecord([], null);
        });
        _application.Meetings.Setup(port => port.FindOverviewStateAsync("Acme", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            await TogetherAsync();
            return null;
        });
        _application.Meetings.Setup(port => port.FindAttendancesAsync("Acme", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            await TogetherAsync();
            return [];
        });

        var answer = await AskAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(Statuses(answer), Is.All.EqualTo(PartStatus.Ok));
        Assert.That(answer!.Version, Is.Not.Null);
    }

    [Test]
    public async Task Handle_WhenOnePartIsBroken_AnswersTheOthersWithoutAVersion()
    {
        FindsConcerns(() => throw new InvalidOperationException("broken"));

        var answer = await AskAsync();

        Assert.Multiple(() =>
        {
            Assert.That(Statuses(answer), Is.EqualTo(new[] { PartStatus.Ok, PartStatus.Failed, PartStatus.Ok, PartStatus.Ok }));
            Assert.That(answer!.Version, Is.Null);
            Assert.That(_application.Logs.GetSnapshot().Select(record => record.Id.Name), Has.One.EqualTo("PartFailed"));
        });
    }

    [Test]
    public async Task Handle_WhenOnePartIsUnavailable_SaysWhenToAskAgain()
    {
        FindsDeal(() => Task.FromException<DealRecord?>(Down));

        var answer = await AskAsync();

        Assert.That(answer!.Value!.Deal, Is.EqualTo(new InsightPart<Application.Deals.GetDeal.DealDetails>(PartStatus.Unavailable, null, Down.RetryAfter)));
        Assert.That(Statuses(answer)[1..], Is.All.EqualTo(PartStatus.Ok));
    }

    [Test]
    public async Task Handle_WhenOnePartIsSlow_AnswersTheOthersAtItsDeadline()
    {
        var begun = new TaskCompletionSource();
        _application.Concerns.Setup(port => port.FindRecordAsync("Acme", It.IsAny<CancellationToken>()))
            .Returns(async (string _, CancellationToken token) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return new ConcernRecord([], null);
            });

        var asking = AskAsync();
        await begun.Task;
        _application.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.That(asking.IsCompleted, Is.False);
        _application.Clock.Advance(TimeSpan.FromSeconds(1));
        var answer = await asking.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(Statuses(answer), Is.EqualTo(new[] { PartStatus.Ok, PartStatus.Timeout, PartStatus.Ok, PartStatus.Ok }));
    }

    [Test]
    public void Handle_WhenTheCallerLeaves_IsCancelled()
    {
        using var caller = new CancellationTokenSource();
        FindsConcerns(async () =>
        {
            await caller.CancelAsync();
            caller.Token.ThrowIfCancellationRequested();
            return new ConcernRecord([], null);
        });

        Assert.That(
            () => _application.SendAsync(new GetDealInsightsQuery("Acme", null, KnownVersions.None), caller.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Handle_WhenNoPartIsAvailable_Throws()
    {
        FindsConcerns(() => Task.FromException<ConcernRecord>(Down));
        _application.Deals.Setup(port => port.ExistsAsync("Acme", It.IsAny<CancellationToken>())).ThrowsAsync(Down);

        Assert.That(
            () => _application.SendAsync(new GetDealInsightsQuery("Acme", "concerns", KnownVersions.None)),
            Throws.TypeOf<UpstreamUnavailableException>());
    }

    [TestCase(null)]
    [TestCase("overview")]
    public async Task Handle_WithoutTheDeal_AnswersNullAndAsksNoModel(string? include)
    {
        FindsDeal(() => Task.FromResult<DealRecord?>(null));
        _application.Deals.Setup(port => port.ExistsAsync("Acme", It.IsAny<CancellationToken>())).ReturnsAsync(false);
        _application.Meetings.Setup(port => port.FindOverviewStateAsync("Acme", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new OverviewState("digest", null));
        _application.Summarizer.Setup(port => port.VersionOf("digest")).Returns("version");

        Assert.That(await _application.SendAsync(new GetDealInsightsQuery("Acme", include, KnownVersions.None)), Is.Null);
        _application.Summarizer.Verify(
            port => port.SummarizeAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task Handle_WhenTheCallerHasTheVersion_AnswersNothingAndAsksNoModel()
    {
        _application.Meetings.Setup(port => port.FindOverviewStateAsync("Acme", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new OverviewState("digest", null));
        _application.Summarizer.Setup(port => port.VersionOf("digest")).Returns("version");
        _application.Summarizer.Setup(port => port.SummarizeAsync("Acme", "digest", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Domain.Insights.Insight<MeetingSummary>(
                new MeetingSummary([new SummaryStatement("Said.", [])]), Domain.Insights.InsightSource.Model, DateTimeOffset.UnixEpoch));
        var first = await AskAsync();

        var second = await _application.SendAsync(
            new GetDealInsightsQuery("Acme", null, new KnownVersions(["other", first!.Version!])));

        Assert.That(second, Is.EqualTo(new Versioned<DealInsightParts>(first.Version, null)));
        _application.Summarizer.Verify(
            port => port.SummarizeAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    private static Task Complete(TaskCompletionSource source)
    {
        source.SetResult();
        return Task.CompletedTask;
    }

    private Task<Versioned<DealInsightParts>?> AskAsync() =>
        _application.SendAsync(new GetDealInsightsQuery("Acme", null, KnownVersions.None));

    private void FindsDeal(Func<Task<DealRecord?>> find) =>
        _application.Deals.Setup(port => port.FindRecordAsync("Acme", It.IsAny<CancellationToken>())).Returns(find);

    private void FindsConcerns(Func<Task<ConcernRecord>> find) =>
        _application.Concerns.Setup(port => port.FindRecordAsync("Acme", It.IsAny<CancellationToken>())).Returns(find);

    private static PartStatus?[] Statuses(Versioned<DealInsightParts>? answer)
    {
        var parts = answer!.Value!;
        return [parts.Deal?.Status, parts.Concerns?.Status, parts.Overview?.Status, parts.Stakeholders?.Status];
    }
}
