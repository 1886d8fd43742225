using DealInsights.Application.Transfer;
using DealInsights.Infrastructure.IntegrationTests.Sqlite;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Transfer;

public sealed class MongoExportImporterTests
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
    public async Task ImportAsync_OverAFolder_LoadsEveryCollectionUnderItsName()
    {
        _folder.Has("meeting_insights.ndjson", """{ "deal_id": "Acme", "meeting_id": "Acme_1", "buyer_attendees": [{ "name": "Ann" }] }""");
        _folder.Has("deal_insights.jsonl", """{ "deal_id": "Acme", "concerns": [{}] }""");
        _folder.Has("deal_timeline.JSON", """{ "deal_id": "Acme", "events": [{}, {}] }""");
        _folder.Has("deal_info.json", """{ "deal_id": "Acme", "stage": "Closed" }""");

        var report = await ImportAsync(_folder.Path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Refused, Is.Empty);
            Assert.That(report.Files, Is.EqualTo(
            [
                new ImportedFile("deal_info.json", "deal_info", 1),
                new ImportedFile("deal_timeline.JSON", "deal_timeline", 1),
                new ImportedFile("deal_insights.jsonl", "deal_insights", 1),
                new ImportedFile("meeting_insights.ndjson", "meeting_insights", 1),
            ]));
            Assert.That((await _store.Deals.FindByNameAsync("Acme", CancellationToken.None))?.Stage, Is.EqualTo("Closed"));
            Assert.That((await _store.Deals.FindTimelineAsync("Acme", CancellationToken.None))?.ActivityCount, Is.EqualTo(2));
            Assert.That((await _store.Concerns.FindAsync("Acme", CancellationToken.None)).Concerns, Has.Count.EqualTo(1));
            Assert.That(await _store.Meetings.FindAttendancesAsync("Acme", CancellationToken.None), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task ImportAsync_WhenLinesAreBad_RefusesThoseByNumberAndLoadsTheRest()
    {
        var file = _folder.Has("meeting_insights.json", string.Join("\r\n",
            "\uFEFF" + """{ "deal_id": "Acme", "meeting_id": "1" }""",
            "",
            "{ broken",
            """{ "meeting_id": "secret" }""",
            """{ "deal_id": "secret" }""",
            """{ "deal_id": 5, "meeting_id": "secret" }""",
            """{ "deal_id": null, "meeting_id": "secret" }""",
            "   ",
            """["secret"]""",
            """{ "deal_id": "Acme", "meeting_id": "2" }""",
            """{ "deal_id": "Acme", "meeting_id": "secret """));

        var report = await ImportAsync(file);

        Assert.That(report.Files, Is.EqualTo([new ImportedFile("meeting_insights.json", "meeting_insights", 2)]));
        Assert.That(report.Refused, Is.EqualTo(
        [
            Refused(3, "it is not valid Extended JSON"),
            Refused(4, "it has no deal_id"),
            Refused(5, "it has no meeting_id"),
            Refused(6, "its deal_id is not text"),
            Refused(7, "it has no deal_id"),
            Refused(9, "it is not a JSON object"),
            Refused(11, "it is not valid Extended JSON; is the file cut off? No line end follows"),
        ]));

        static RefusedLine Refused(int line, string reason) => new("meeting_insights.json", line, reason);
    }

    [Test]
    public async Task ImportAsync_WhenAFileIsNamedForNoCollection_RefusesItAndIgnoresWhatIsNotJson()
    {
        _folder.Has("deal_info.json", """{ "deal_id": "Acme" }""");
        _folder.Has("deals.json", """{ "deal_id": "Acme" }""");
        _folder.Has("deal_info.metadata.json", "{}");
        _folder.Has("README.md", "deals");

        var report = await ImportAsync(_folder.Path);

        Assert.That(report.Files.Select(file => file.File), Is.EqualTo(["deal_info.json"]));
        Assert.That(
            report.Refused.Select(refused => (refused.File, refused.Line)),
            Is.EqualTo([("deal_info.metadata.json", (int?)null), ("deals.json", null)]));
        Assert.That(report.Refused[0].Reason, Does.StartWith("no collection has this name: deal_info.json, "));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task ImportAsync_WhenAFileIsAPipe_LoadsNothingFromItWithoutOpeningIt()
    {
        _folder.Has("deal_info.json", """{ "deal_id": "Acme" }""");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder.Path, "deal_insights.json")]))
        {
            await mkfifo.WaitForExitAsync();
        }

        // In a thread of its own: an import that opens the pipe blocks.
        var report = await Task.Run(() => ImportAsync(_folder.Path)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(
            report.Files.Select(file => (file.File, file.Loaded)),
            Is.EqualTo([("deal_info.json", 1), ("deal_insights.json", 0)]));
    }

    [Test]
    public async Task ImportAsync_WhenTheFolderHoldsNothingToLoad_RefusesTheFolder()
    {
        _folder.Has("README.md", "deals");

        var report = await ImportAsync(_folder.Path + "/");

        Assert.That(report.Files, Is.Empty);
        Assert.That(report.Refused.Single().File, Is.EqualTo(Path.GetFileName(_folder.Path)));
    }

    [TestCase("[{ \"deal_id\": \"Acme\" },\n{ \"deal_id\": \"Globex\" }]", "--jsonArray")]
    [TestCase("{\n  \"deal_id\": \"Acme\"\n}\n", "--pretty")]
    public async Task ImportAsync_WhenDocumentsAreNotOneALine_RefusesTheFileAndSaysHowToExport(string content, string option)
    {
        var report = await ImportAsync(_folder.Has("deal_info.json", content));

        Assert.That(report.Refused.Single().Line, Is.Null);
        Assert.That(report.Refused.Single().Reason, Does.EndWith($"export it without {option}"));
        Assert.That(await DocumentsAsync(), Is.Empty);
    }

    [Test]
    public async Task ImportAsync_WhenThereIsNoSuchPath_ThrowsIOException() =>
        await Assert.ThatAsync(() => ImportAsync(Path.Combine(_folder.Path, "missing")), Throws.InstanceOf<IOException>());

    [Test]
    public async Task ImportAsync_OverSeveralBatches_TellsHowFarItIs()
    {
        var file = _folder.Has("deal_info.json", string.Concat(Enumerable.Range(0, 1_200).Select(deal =>
            $$"""{ "deal_id": "{{deal}}", "notes": "{{new string('x', 200)}}" }""" + "\n")));
        var progress = new ProgressLog();

        var report = await Importer.ImportAsync(file, progress, CancellationToken.None);

        var size = new FileInfo(file).Length;
        Assert.That(report.Files.Single().Loaded, Is.EqualTo(1_200));
        Assert.That(progress.Told, Has.Count.EqualTo(3));
        Assert.That(progress.Told.Select(told => (told.Part, told.Total)), Is.All.EqualTo(("deal_info", size)));
        Assert.That(progress.Told.Select(told => told.Done), Is.Ordered.Ascending);
        Assert.That(progress.Told[^1].Done, Is.EqualTo(size));
    }

    [Test]
    public async Task ImportAsync_WhenCancelledAfterABatch_KeepsThatBatch()
    {
        var file = _folder.Has("deal_info.json", string.Concat(
            Enumerable.Range(0, 1_200).Select(deal => $$"""{ "deal_id": "{{deal}}" }""" + "\n")));
        using var cancelling = new CancellationTokenSource();
        var progress = new ProgressLog(then: cancelling.Cancel);

        await Assert.ThatAsync(
            () => Importer.ImportAsync(file, progress, cancelling.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(
            await _store.Documents.CountAsync(StoredCollection.DealInfo, CancellationToken.None), Is.EqualTo(500));
    }

    private IDealImporter Importer => _store.Services.GetRequiredService<IDealImporter>();

    private Task<ImportReport> ImportAsync(string path) =>
        Importer.ImportAsync(path, progress: null, CancellationToken.None);

    private async Task<string[]> DocumentsAsync() =>
        await _store.Documents.ReadAllAsync(StoredCollection.DealInfo, CancellationToken.None)
            .Select(document => document.ToJson())
            .ToArrayAsync();
}
