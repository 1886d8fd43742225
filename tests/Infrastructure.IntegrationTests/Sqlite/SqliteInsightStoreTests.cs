using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>What is said of insights in the embedded store alone: leases by a clock, and between processes.</summary>
internal sealed class SqliteInsightStoreTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private TemporaryFolder _folder = null!;
    private string _file = null!;
    private StoreUnderTest _store = null!;
    private SqliteInsightStore _insights = null!;

    [SetUp]
    public void MakeStore()
    {
        _folder = new TemporaryFolder();
        _file = Path.Combine(_folder.Path, "store.db");
        _store = EmbeddedStores.Open(_file);
        _insights = new SqliteInsightStore(
            _store.Services.GetRequiredService<EmbeddedDatabase>(),
            _store.Services.GetRequiredService<EmbeddedWriter>(),
            _store.Services.GetRequiredService<DamageLog>(),
            _clock);
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task TryTakeLease_WhenItHasRunOutAndNobodyTookIt_IsRenewed()
    {
        await TakeAsync("first");

        _clock.Advance(10 * Minute);

        Assert.That(await TakeAsync("first"), Is.True);
        Assert.That(await TakeAsync("second"), Is.False);
    }

    [Test]
    public async Task TryTakeLease_WhenHoldersCrashed_LeavesNothingOfTheirs()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            _insights.TryTakeLeaseAsync($"lease {number}", "crashed", Minute, CancellationToken.None)));

        _clock.Advance(Minute);
        await TakeAsync("first");

        await using var connection = EmbeddedStores.Connect(_file);
        Assert.That(connection.Scalar("SELECT count(*) FROM insight_leases"), Is.EqualTo(1));
    }

    [Test]
    public async Task TryTakeLease_WhenManyProcessesWantItAtOnce_IsGivenToOne()
    {
        const int Processes = 8;
        var stores = Enumerable.Range(0, Processes).Select(_ => EmbeddedStores.Open(_file)).ToList();
        using var together = new Barrier(Processes);

        // Threads of their own, because a barrier would hold the pool's.
        var taking = stores.Select((store, number) => Task.Factory.StartNew(
            async () =>
            {
                var taken = 0;
                for (var round = 0; round < 10; round++)
                {
                    together.SignalAndWait();
                    taken += await store.Insights.TryTakeLeaseAsync(
                        $"lease {round}", $"{number}", TimeSpan.FromHours(1), CancellationToken.None) ? 1 : 0;
                }

                return taken;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap());

        Assert.That((await Task.WhenAll(taking)).Sum(), Is.EqualTo(10));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Test]
    public async Task SaveJudgements_WhenOneCannotBeWritten_KeepsNoneOfThem()
    {
        var origin = new InsightOrigin("azure-openai", "gpt", "prompt.v1", 1, 2, DateTimeOffset.UnixEpoch);
        StoredJudgement[] judgements =
            [new("cfo", "ab", MayDecide: true, "", origin), new("cto", null!, MayDecide: true, "", origin)];

        await Assert.ThatAsync(
            () => _insights.SaveJudgementsAsync(judgements, CancellationToken.None), Throws.ArgumentNullException);

        Assert.That(await _insights.FindJudgementsAsync(["ab"], CancellationToken.None), Is.Empty);
    }

    private Task<bool> TakeAsync(string holder) =>
        _insights.TryTakeLeaseAsync("lease", holder, Minute, CancellationToken.None);
}
