using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using DealInsights.Application;
using DealInsights.Application.Transfer;
using DealInsights.Infrastructure.IntegrationTests.Sqlite;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.StoredDocuments;
using DealInsights.Infrastructure.Transfer;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Transfer;

public sealed class MongoExportExporterTests
{
    private TemporaryFolder _folder = null!;
    private StoreUnderTest _store = null!;

    [SetUp]
    public void MakeStore()
    {
        _folder = new TemporaryFolder();
        _store = EmbeddedStores.Create();
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task ExportAsync_ThenImport_GivesTheSameDocumentsToTheByte()
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            """{ "zeta": 1, "_id": { "$oid": "65a000000000000000000001" }, "deal_id": "Acme", "amount": { "$numberDecimal": "12345.00" } }""",
            """{ "_id": "text", "deal_id": "漢字 🚀", "amount": { "$numberDouble": "NaN" }, "count": { "$numberLong": "1" } }""");
        await _store.HasAsync(
            StoredCollection.DealTimeline,
            """{ "_id": 1, "deal_id": "Acme", "start_date": { "$date": { "$numberLong": "9223372036854775807" } }, "events": [{ "content": "a\nb" }] }""");
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{ "_id": 1, "deal_id": "Acme", "meeting_id": "b", "raw": { "$binary": { "base64": "AAEC", "subType": "80" } } }""",
            """{ "_id": 2, "deal_id": "Acme", "meeting_id": "a", "transcript": null }""");
        var folder = Path.Combine(_folder.Path, "new", "folder");

        var written = await Exporter(_store).ExportAsync(folder, progress: null, CancellationToken.None);

        Assert.That(written, Is.EqualTo(new Dictionary<string, long>
        {
            ["deal_info"] = 2,
            ["deal_timeline"] = 1,
            ["deal_insights"] = 0,
            ["meeting_insights"] = 2,
        }));
        await using var other = EmbeddedStores.Create();
        var report = await other.Services.GetRequiredService<IDealImporter>()
            .ImportAsync(folder, progress: null, CancellationToken.None);
        Assert.That(report.Refused, Is.Empty);
        foreach (var collection in StoredCollection.All)
        {
            Assert.That(await BytesAsync(other, collection), Is.EqualTo(await BytesAsync(_store, collection)));
        }
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public async Task ExportAsync_WhenItWritesFiles_LetsOnlyTheOwnerReadThem()
    {
        var leftBehind = _folder.Has("deal_info.json.unfinished", "by a killed process");
        File.SetUnixFileMode(leftBehind, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await Exporter(_store).ExportAsync(_folder.Path, progress: null, CancellationToken.None);

        Assert.That(
            Directory.GetFiles(_folder.Path).Select(file => File.GetUnixFileMode(file)),
            Has.Exactly(4).Items.And.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task ExportAsync_OverAnEarlierExport_ReplacesIt()
    {
        _folder.Has("deal_info.json", "old");
        await _store.HasAsync(StoredCollection.DealInfo, """{ "_id": 1, "deal_id": "Acme" }""");
        var progress = new ProgressLog();

        await Exporter(_store).ExportAsync(_folder.Path, progress, CancellationToken.None);

        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(_folder.Path, "deal_info.json")),
            Is.EqualTo("""{ "_id" : { "$numberInt" : "1" }, "deal_id" : "Acme" }""" + "\n"));
        Assert.That(progress.Told, Is.EqualTo(
            StoredCollection.All.Select(collection => collection == StoredCollection.DealInfo
                ? new WorkProgress(collection.Name, 1, 1)
                : new WorkProgress(collection.Name, 0, 0))));
    }

    [Test]
    public async Task ExportAsync_WhenTheStoreFailsMidway_LeavesTheEarlierFileAndNoHalfOne()
    {
        _folder.Has("deal_info.json", "old");
        var exporter = new MongoExportExporter(new FailingStore());

        await Assert.ThatAsync(
            () => exporter.ExportAsync(_folder.Path, progress: null, CancellationToken.None),
            Throws.TypeOf<TimeoutException>());

        Assert.That(Directory.GetFiles(_folder.Path).Select(Path.GetFileName), Is.EqualTo(["deal_info.json"]));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "deal_info.json")), Is.EqualTo("old"));
    }

    [Test]
    public async Task ExportAsync_WhenTheFolderIsAFile_ThrowsIOException()
    {
        var file = _folder.Has("file", "");

        await Assert.ThatAsync(
            () => Exporter(_store).ExportAsync(file, progress: null, CancellationToken.None),
            Throws.InstanceOf<IOException>());
    }

    private static IDealExporter Exporter(StoreUnderTest store) => store.Services.GetRequiredService<IDealExporter>();

    private static async Task<byte[][]> BytesAsync(StoreUnderTest store, StoredCollection collection) =>
        await store.Documents.ReadAllAsync(collection, CancellationToken.None)
            .Select(document => document.ToBson())
            .ToArrayAsync();

    private sealed class FailingStore : IDocumentStore
    {
        public Task PrepareAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<RefusedDocument>> UpsertAsync(
            StoredCollection collection, IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<long> CountAsync(StoredCollection collection, CancellationToken cancellationToken) => Task.FromResult(2L);

        public async IAsyncEnumerable<BsonDocument> ReadAllAsync(
            StoredCollection collection, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new BsonDocument("deal_id", "Acme");
            await Task.Yield();
            throw new TimeoutException();
        }
    }
}
