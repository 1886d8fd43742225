using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.StoredDocuments;
using DealInsights.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>What callers notice when the database is away, silent or busy, and when it is back.</summary>
/// <remarks>The bound below is no measurement: it is far beyond the timeouts set here, and ends what would hang.</remarks>
[Category("MongoDB")]
internal sealed class MongoAvailabilityTests
{
    private const string Acme = "Acme renewal";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static readonly InsightOrigin Origin = new("azure-openai", "gpt", "prompt.v1", 1, 2, DateTimeOffset.UnixEpoch);
    private static readonly StoredOverview Overview = new(Acme, "ab", "content", new MeetingSummary([new SummaryStatement("Said.", [])]), Origin);
    private static readonly StoredJudgement Judgement = new("cfo", "ab", MayDecide: true, "C-level", Origin);

    private TcpProxy _network = null!;
    private StoreUnderTest? _store;

    [SetUp]
    public void MakeNetwork() => _network = new TcpProxy(TestMongoServer.ConnectionString);

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        _network?.Resume();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        if (_network is not null)
        {
            await _network.DisposeAsync();
        }
    }

    [Test]
    public async Task Reads_WhenNothingListens_SayThatTheDatabaseIsNotAvailable()
    {
        await _network.StopAsync();
        var store = Open(("MongoDb:ServerSelectionTimeout", "00:00:00.3"));
        Func<Task>[] calls =
        [
            () => store.Deals.FindByNameAsync(Acme, CancellationToken.None),
            () => store.Deals.FindTimelineAsync(Acme, CancellationToken.None),
            () => store.Concerns.FindAsync(Acme, CancellationToken.None),
            () => store.Meetings.FindForOverviewAsync(Acme, [new MeetingVersion("m", null, null, 1)], CancellationToken.None),
            () => store.Meetings.FindAttendancesAsync(Acme, CancellationToken.None),
            () => store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None),
            () => store.Insights.FindOverviewAsync(Acme, CancellationToken.None),
            () => store.Insights.SaveOverviewAsync(Overview, "holder", CancellationToken.None),
            () => store.Insights.FindJudgementsAsync(["ab"], CancellationToken.None),
            () => store.Insights.SaveJudgementsAsync([Judgement], CancellationToken.None),
            () => store.Insights.TryTakeLeaseAsync("lease", "holder", TimeSpan.FromMinutes(1), CancellationToken.None),
            () => store.Insights.ReleaseLeaseAsync("lease", "holder", CancellationToken.None),
            () => store.Documents.CountAsync(StoredCollection.DealInfo, CancellationToken.None),
            () => store.Documents.UpsertAsync(StoredCollection.DealInfo, [new("deal_id", Acme)], CancellationToken.None),
            async () => await store.Documents.ReadAllAsync(StoredCollection.DealInfo, CancellationToken.None).AnyAsync(),
        ];

        foreach (var call in calls)
        {
            var failure = (await Assert.ThrowsAsync<UpstreamUnavailableException>(() => call().WaitAsync(Bound)))!;

            Assert.That(failure.Upstream, Is.EqualTo("The database"));
            Assert.That(failure.RetryAfter, Is.GreaterThan(TimeSpan.Zero));
        }
    }

    [Test]
    public async Task Reads_WhenTheDatabaseIsBack_SucceedByThemselves()
    {
        var store = Open(("MongoDb:ServerSelectionTimeout", "00:00:00.3"));
        await store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Acme renewal","stage":"Won"}""");

        await _network.StopAsync();
        await Assert.ThrowsAsync<UpstreamUnavailableException>(() => ReadStageAsync(store));
        _network.Start();

        Assert.That(() => StageOrFailureAsync(store), Is.EqualTo("Won").After(20).Seconds.PollEvery(100).MilliSeconds);
    }

    [Test]
    public async Task Reads_AfterOneFoundNoServer_AreRefusedWithoutLookingForOne()
    {
        var store = Open(("MongoDb:ServerSelectionTimeout", "00:00:00.3"));
        await store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Acme renewal","stage":"Won"}""");
        await _network.StopAsync();

        var looked = (await Assert.ThrowsAsync<UpstreamUnavailableException>(() => ReadStageAsync(store)))!;
        var refused = (await Assert.ThrowsAsync<UpstreamUnavailableException>(() => ReadStageAsync(store)))!;

        Assert.That(looked.InnerException!.Message, Does.Not.Contain("until it answers a ping"));
        Assert.That(refused.InnerException!.Message, Does.Contain("until it answers a ping"));
    }

    [Test]
    public async Task Reads_WhenAConnectionBreaks_AreRepeatedUnnoticed()
    {
        var store = Open();
        await store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Acme renewal","stage":"Won"}""");

        _network.Cut();

        Assert.That(await ReadStageAsync(store), Is.EqualTo("Won"));
    }

    [Test]
    public async Task Reads_WhenTheServerIsSilent_SayThatTheDatabaseIsNotAvailableUntilItAnswersAgain()
    {
        var store = Open(("MongoDb:SocketTimeout", "00:00:00.5"));
        await store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Acme renewal","stage":"Won"}""");

        _network.Freeze();
        await Assert.ThrowsAsync<UpstreamUnavailableException>(() => ReadStageAsync(store));
        _network.Resume();

        Assert.That(() => StageOrFailureAsync(store), Is.EqualTo("Won").After(20).Seconds.PollEvery(100).MilliSeconds);
    }

    [Test]
    public async Task Insights_WhenTheServerIsSilent_AreGivenUpSoonerThanDocuments()
    {
        var store = Open(("MongoDb:ServerSelectionTimeout", "00:00:00.5"), ("MongoDb:SocketTimeout", "01:00:00"));
        await store.Insights.FindJudgementsAsync(["ab"], CancellationToken.None);

        _network.Freeze();

        await Assert.ThrowsAsync<UpstreamUnavailableException>(
            () => store.Insights.FindOverviewAsync(Acme, CancellationToken.None).WaitAsync(Bound));
    }

    [Test]
    public async Task Reads_WhenEveryConnectionIsBusy_WaitNoLongerThanTheyMay()
    {
        var store = Open(("MongoDb:MaxPoolSize", "1"), ("MongoDb:WaitQueueTimeout", "00:00:00.3"));
        await store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Acme renewal","stage":"Won"}""");

        _network.Freeze();
        List<Task<string?>> reads = [ReadStageAsync(store), ReadStageAsync(store)];
        var refused = await Task.WhenAny(reads);
        _network.Resume();

        Assert.That(
            () => refused,
            Throws.InstanceOf<UpstreamUnavailableException>().With.InnerException.InstanceOf<TimeoutException>());
        Assert.That(await reads.Single(read => read != refused), Is.EqualTo("Won"));
    }

    [Test]
    public async Task Reads_WhenTheCallerGivesUpWaiting_AreCancelled()
    {
        var store = Open();
        await store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Acme renewal"}""");
        using var caller = new CancellationTokenSource();

        _network.Freeze();
        var reading = store.Deals.FindByNameAsync(Acme, caller.Token);
        await caller.CancelAsync();

        var cancelled = (await Assert.CatchAsync<OperationCanceledException>(() => reading.WaitAsync(Bound)))!;
        Assert.That(cancelled.CancellationToken, Is.EqualTo(caller.Token));
    }

    [Test]
    public async Task EnsureReady_UntilThePoolIsFilled_SaysThatTheDatabaseIsNotAvailable()
    {
        await _network.StopAsync();
        var store = Open(("MongoDb:MinPoolSize", "7"), ("MongoDb:ServerSelectionTimeout", "00:00:00.3"));
        var status = store.Services.GetRequiredService<IStoreStatus>();

        await StartAsync(store);
        await Assert.ThrowsAsync<UpstreamUnavailableException>(() => status.EnsureReadyAsync(CancellationToken.None));
        _network.Start();

        Assert.That(() => IsReadyAsync(status), Is.True.After(20).Seconds.PollEvery(20).MilliSeconds);
        // Beside those of the pool, one by which the driver watches the server.
        Assert.That(_network.Accepted, Is.GreaterThanOrEqualTo(7 + 1));
        Assert.That(status.Name, Is.EqualTo("mongodb"));
    }

    [Test]
    public async Task EnsureReady_WhenTheServerFallsSilent_SaysThatTheDatabaseIsNotAvailable()
    {
        var store = Open(("MongoDb:ServerSelectionTimeout", "00:00:01"));
        var status = store.Services.GetRequiredService<IStoreStatus>();
        await StartAsync(store);
        Assert.That(() => IsReadyAsync(status), Is.True.After(20).Seconds.PollEvery(20).MilliSeconds);

        _network.Freeze();

        await Assert.ThrowsAsync<UpstreamUnavailableException>(
            () => status.EnsureReadyAsync(CancellationToken.None).WaitAsync(Bound));
    }

    private StoreUnderTest Open(params (string Name, string? Value)[] settings) =>
        _store = MongoTestStore.Open(MongoTestStore.NewServices(
            [("ConnectionStrings:MongoDb", _network.ConnectionString), .. settings]));

    // As the host does at its start.
    private static async Task StartAsync(StoreUnderTest store)
    {
        foreach (var service in store.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None).WaitAsync(Bound);
        }
    }

    private static async Task<string?> ReadStageAsync(StoreUnderTest store) =>
        (await store.Deals.FindByNameAsync(Acme, CancellationToken.None).WaitAsync(Bound))?.Stage;

    private static async Task<string?> StageOrFailureAsync(StoreUnderTest store)
    {
        try
        {
            return await ReadStageAsync(store);
        }
        catch (UpstreamUnavailableException)
        {
            return "not available";
        }
    }

    private static async Task<bool> IsReadyAsync(IStoreStatus status)
    {
        try
        {
            await status.EnsureReadyAsync(CancellationToken.None);
            return true;
        }
        catch (UpstreamUnavailableException)
        {
            return false;
        }
    }
}
