using DealInsights.Application;
using DealInsights.Application.Transfer;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

public sealed class EmbeddedStoreStartTests
{
    private TemporaryFolder _samples = null!;
    private StoreUnderTest _store = null!;

    [SetUp]
    public void MakeStore()
    {
        _samples = new TemporaryFolder();
        _store = EmbeddedStores.Create();
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        await _store.DisposeAsync();
        _samples.Dispose();
    }

    [Test]
    public async Task LoadAsync_WhenTheStoreIsEmpty_LoadsTheFolderAndSaysHowMany()
    {
        _samples.Has("deal_info.json", """{ "deal_id": "Acme" }""" + "\n" + """{ "deal_id": "Globex" }""");
        _samples.Has("deal_timeline.json", """{ "deal_id": "Acme" }""");

        await LoadAsync();

        Assert.That(await CountAsync(StoredCollection.DealInfo), Is.EqualTo(2));
        Assert.That(await CountAsync(StoredCollection.DealTimeline), Is.EqualTo(1));
        Assert.That(
            Log(_store).Select(entry => (entry.Level, entry.Message)),
            Is.EqualTo([(LogLevel.Information,
                $"The embedded store was empty: loaded 3 sample documents from {_samples.Path}")]));
    }

    [Test]
    public async Task LoadAsync_WhenTheStoreHoldsASingleDocument_LoadsNothing()
    {
        _samples.Has("deal_info.json", """{ "deal_id": "Acme" }""");
        await _store.HasAsync(StoredCollection.MeetingInsights, """{ "deal_id": "Mine", "meeting_id": "Mine_1" }""");

        await LoadAsync();

        Assert.That(await CountAsync(StoredCollection.DealInfo), Is.Zero);
        Assert.That(Log(_store), Is.Empty);
    }

    [Test]
    public async Task LoadAsync_WhenThereIsNoFolder_WarnsAndLeavesTheStoreEmpty()
    {
        await NewStart(_store.Services.GetRequiredService<IDealImporter>())
            .LoadSamplesAsync(Path.Combine(_samples.Path, "missing"), CancellationToken.None);

        Assert.That(Log(_store).Single().Level, Is.EqualTo(LogLevel.Warning));
        Assert.That(await CountAsync(StoredCollection.DealInfo), Is.Zero);
    }

    [Test]
    public async Task LoadAsync_WhenALineIsRefused_LoadsTheRestAndWarns()
    {
        _samples.Has("deal_info.json", "{ broken\n" + """{ "deal_id": "Acme" }""");

        await LoadAsync();

        Assert.That(await CountAsync(StoredCollection.DealInfo), Is.EqualTo(1));
        Assert.That(Log(_store).Last().Message, Does.StartWith("Refused 1 ").And.Contains("deal_info.json:1"));
    }

    [Test]
    public async Task LoadAsync_WhenItBreaksOffInTheMiddle_LeavesTheStoreEmptyAndTheNextOneLoadsAll()
    {
        _samples.Has("deal_info.json", """{ "deal_id": "Acme" }""");
        _samples.Has("deal_timeline.json", """{ "deal_id": "Acme" }""");
        var breaking = NewStart(new BreakingImporter(_store.Services.GetRequiredService<IDealImporter>()));

        await Assert.ThatAsync(
            () => breaking.LoadSamplesAsync(_samples.Path, CancellationToken.None), Throws.TypeOf<IOException>());
        var left = await CountAsync(StoredCollection.DealInfo);
        await LoadAsync();

        Assert.That(left, Is.Zero);
        Assert.That(await CountAsync(StoredCollection.DealInfo), Is.EqualTo(1));
        Assert.That(await CountAsync(StoredCollection.DealTimeline), Is.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Start_WhenSamplesAreOnOrOff_LooksForThemOnlyWhenOn(bool loadSamples)
    {
        await using var store = EmbeddedStores.Open(Path.Combine(_samples.Path, "store.db"), loadSamples);

        await store.Services.GetServices<IHostedService>().Single().StartAsync(CancellationToken.None);

        // Either outcome of looking is logged, so this does not depend on what lies beside the tests.
        Assert.That(Log(store), loadSamples ? Is.Not.Empty : Is.Empty);
    }

    private Task LoadAsync() =>
        NewStart(_store.Services.GetRequiredService<IDealImporter>()).LoadSamplesAsync(_samples.Path, CancellationToken.None);

    private EmbeddedStoreStart NewStart(IDealImporter importer) =>
        ActivatorUtilities.CreateInstance<EmbeddedStoreStart>(_store.Services, importer);

    private Task<long> CountAsync(StoredCollection collection) =>
        _store.Documents.CountAsync(collection, CancellationToken.None);

    private static IEnumerable<FakeLogRecord> Log(StoreUnderTest store) =>
        store.Services.GetFakeLogCollector().GetSnapshot()
            .Where(entry => entry.Category == typeof(EmbeddedStoreStart).FullName);

    /// <summary>Loads everything, and ends as a crash would before anybody has heard of it.</summary>
    private sealed class BreakingImporter(IDealImporter whole) : IDealImporter
    {
        public async Task<ImportReport> ImportAsync(
            string path, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
        {
            await whole.ImportAsync(path, progress, cancellationToken);
            throw new IOException("The disk is gone.");
        }
    }
}
