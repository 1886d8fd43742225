using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

/// <summary>
/// What every store has to do, whatever it is made of: one suite, run against each adapter by a fixture that derives
/// from this and makes the store. One file a port.
/// </summary>
internal abstract partial class StoreContract
{
    private const string Acme = "Acme renewal";

    private StoreUnderTest _store = null!;

    /// <summary>Makes an empty store from <see cref="NewServices"/> and the adapter's own registrations.</summary>
    protected abstract Task<StoreUnderTest> CreateStoreAsync();

    /// <summary>Puts a document into a collection of insights as no store would write it.</summary>
    protected abstract Task PutInsightAsync(StoreUnderTest store, StoredCollection collection, BsonDocument document);

    /// <summary>
    /// The services that every adapter builds on, with a log that a test can read. The later of two settings wins.
    /// </summary>
    internal static IServiceCollection NewServices(params (string Name, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings
                .Reverse()
                .DistinctBy(setting => setting.Name)
                .Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
            .Build();

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.AddFakeLogging());
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<RequestTimings>();
        services.TryAddSingleton<DamageLog>();
        services.TryAddSingleton<StoredDocumentReader>();
        return services;
    }

    [SetUp]
    public async Task MakeStoreAsync() => _store = await CreateStoreAsync();

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        // Null when the fixture could not make one, for which it has failed or skipped the test already.
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Test]
    public async Task Reads_WhenManyRunAtOnce_EachGetsItsOwnAnswer()
    {
        const int deals = 40;
        var names = Enumerable.Range(0, deals).Select(number => $"Deal {number}").ToList();
        await _store.HasAsync(
            StoredCollection.DealInfo, [.. names.Select(name => $$"""{"deal_id":"{{name}}","stage":"Stage of {{name}}"}""")]);

        var reads = Enumerable.Range(0, 5 * deals).Select(async number =>
        {
            // Lets the loop start every read before the first of them goes on.
            await Task.Yield();
            return await _store.Deals.FindByNameAsync(names[number % deals], CancellationToken.None);
        });
        var found = await Task.WhenAll(reads);

        Assert.That(
            found.Select(deal => deal?.Stage),
            Is.EqualTo(Enumerable.Range(0, 5 * deals).Select(number => $"Stage of {names[number % deals]}")));
    }

    [Test]
    public async Task Reads_WhenTheyAreMeasured_CountAsWaitingForTheDatabase()
    {
        await using var request = _store.Services.CreateAsyncScope();
        var deals = request.ServiceProvider.GetRequiredService<Application.Deals.IDealRepository>();
        var timings = request.ServiceProvider.GetRequiredService<RequestTimings>();

        var before = timings.WaitedFor(Upstream.Database);
        await deals.FindByNameAsync(Acme, CancellationToken.None);

        Assert.That(before, Is.Null);
        Assert.That(timings.WaitedFor(Upstream.Database), Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public void Calls_WhenTheCallerHasGivenUp_AreCancelled()
    {
        var givenUp = new CancellationToken(canceled: true);
        Func<Task>[] calls =
        [
            () => _store.Deals.FindByNameAsync(Acme, givenUp),
            () => _store.Deals.FindTimelineAsync(Acme, givenUp),
            () => _store.Deals.FindByIdAsync(AnId, givenUp),
            () => _store.Deals.FindIdsAsync([Acme], givenUp),
            () => _store.Deals.ListAsync(new DealListing(AnyDeal, ByName, null, 10), givenUp),
            () => _store.Deals.ListAsync(new DealListing(AnyDeal, ByAmount, null, 10), givenUp),
            () => _store.Concerns.FindAsync(Acme, givenUp),
            () => _store.Meetings.FindAttendancesAsync(Acme, givenUp),
            () => _store.Meetings.FindOverviewVersionsAsync(Acme, givenUp),
            () => _store.Meetings.FindForOverviewAsync(Acme, [new MeetingVersion("m", null, null, 1)], givenUp),
            () => _store.Insights.FindOverviewAsync(Acme, givenUp),
            () => _store.Insights.TakeOverviewLeaseAsync(Acme, Holder, Long, givenUp),
            () => _store.Insights.SaveOverviewAsync(Overview(), Holder, givenUp),
            () => _store.Insights.AdoptOverviewAsync(Acme, "content", "ab12", givenUp),
            () => _store.Insights.ReleaseOverviewLeaseAsync(Acme, Holder, givenUp),
            () => _store.Insights.FindJudgementsAsync(["ab"], givenUp),
            () => _store.Insights.FindJudgementsAsync([], givenUp),
            () => _store.Insights.SaveJudgementsAsync([Judgement(1)], givenUp),
            () => _store.Insights.SaveJudgementsAsync([], givenUp),
            () => _store.Insights.TryTakeLeaseAsync("lease", "holder", TimeSpan.FromMinutes(1), givenUp),
            () => _store.Insights.ReleaseLeaseAsync("lease", "holder", givenUp),
            () => Audit.AddAsync([Record(1)], NeverExpires, givenUp),
            () => Audit.FindAsync(AnyRecord, before: null, limit: 1, givenUp),
            () => Audit.ForgetDealAsync("hash", givenUp),
            () => Removal.RemoveDealAsync(Acme, isRehearsal: false, givenUp),
            () => Removal.RemovePersonAsync(Ann, isRehearsal: false, givenUp),
            () => _store.Documents.CountAsync(StoredCollection.DealInfo, givenUp),
            () => _store.Documents.UpsertAsync(StoredCollection.DealInfo, [new("deal_id", Acme)], givenUp),
            async () => await _store.Documents.ReadAllAsync(StoredCollection.DealInfo, givenUp).FirstOrDefaultAsync(),
        ];

        Assert.Multiple(() =>
        {
            foreach (var call in calls)
            {
                Assert.That(call, Throws.InstanceOf<OperationCanceledException>());
            }
        });
    }

    [Test]
    public async Task Damage_WhenADocumentIsReadAgain_IsReportedOnce()
    {
        await _store.HasAsync(
            StoredCollection.DealInfo, $$"""{"_id":"first","deal_id":"{{Acme}}","owner":7,"stage":false}""");

        await _store.Deals.FindByNameAsync(Acme, CancellationToken.None);
        await _store.Deals.FindByNameAsync(Acme, CancellationToken.None);

        AssertDamageIsReported(StoredCollection.DealInfo, "first");
    }

    /// <summary>Fails unless exactly these documents of one collection were reported as damaged, each once.</summary>
    private void AssertDamageIsReported(StoredCollection collection, params string[] ids) =>
        Assert.That(
            ReportedDamage().Select(told => (
                told.Level,
                Collection: told.GetStructuredStateValue("Collection"),
                Id: told.GetStructuredStateValue("Id"))),
            Is.EquivalentTo(ids.Select(id => (LogLevel.Warning, collection.Name, id))));

    private void AssertNoDamageIsReported() => Assert.That(ReportedDamage(), Is.Empty);

    private IEnumerable<FakeLogRecord> ReportedDamage() =>
        _store.Services.GetFakeLogCollector().GetSnapshot().Where(record => record.Id.Name == "DamagedDocument");
}
