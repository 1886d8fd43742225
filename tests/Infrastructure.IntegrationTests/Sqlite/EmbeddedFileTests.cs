using System.Runtime.Versioning;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>How the embedded store creates, reopens and refuses its file.</summary>
public sealed class EmbeddedFileTests
{
    private TemporaryFolder _folder = null!;
    private string _file = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TemporaryFolder();
        _file = Path.Combine(_folder.Path, "made", "on demand", "store.db");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Start_WhenThereIsNoFile_MakesFolderFileAndTables()
    {
        await using var store = EmbeddedStores.Open(_file);

        await StartAsync(store.Services);

        await using var connection = EmbeddedStores.Connect(_file);
        Assert.That(connection.Scalar("PRAGMA user_version"), Is.EqualTo(EmbeddedSchema.Version));
        Assert.That(connection.Scalar("PRAGMA journal_mode"), Is.EqualTo("wal"));
        Assert.That(
            connection.Scalar("SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1)"),
            Is.EqualTo(
                "api_keys,audit_records,company_overviews,deal_events,deal_info,deal_insights,deal_timeline,insight_leases,meeting_insights,title_judgements"));
    }

    [Test]
    public async Task FindAsync_WhenTheHostNeverStarted_MakesTheFile()
    {
        await using var store = EmbeddedStores.Open(_file);

        var deal = await store.Deals.FindByNameAsync("Acme", CancellationToken.None);

        Assert.That(deal, Is.Null);
        Assert.That(_file, Does.Exist);
    }

    [Test]
    public async Task FindAsync_WhenTheStoreIsReopened_FindsWhatWasStored()
    {
        await using (var before = EmbeddedStores.Open(_file))
        {
            await before.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme", "stage": "Closed" }""");
        }

        await using var store = EmbeddedStores.Open(_file);
        await StartAsync(store.Services);

        Assert.That((await store.Deals.FindByNameAsync("Acme", CancellationToken.None))?.Stage, Is.EqualTo("Closed"));
    }

    [Test]
    public async Task Dispose_AfterWritesAndReads_LeavesAFileThatIsCompleteWithoutItsLog()
    {
        await using (var before = EmbeddedStores.Open(_file))
        {
            await before.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme", "stage": "Closed" }""");
            // A reading connection that is pooled, and so closed last, could not move the log into the file.
            await before.Deals.FindByNameAsync("Acme", CancellationToken.None);
        }

        var copy = $"{_file}.copy";
        File.Copy(_file, copy);
        await using var store = EmbeddedStores.Open(copy);

        Assert.That((await store.Deals.FindByNameAsync("Acme", CancellationToken.None))?.Stage, Is.EqualTo("Closed"));
    }

    [TestCase("PRAGMA user_version = 99", "layout 99")]
    [TestCase("CREATE TABLE deal_info (deal_id TEXT); PRAGMA user_version = 3", "layout 3")]
    [TestCase("CREATE TABLE customers (name TEXT)", "layout 0")]
    public async Task Start_WhenTheFileHasAnotherLayout_SaysWhatToDoAndLeavesItAlone(string statements, string layout)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        await using var connection = EmbeddedStores.Connect(_file);
        connection.Execute(statements);
        var before = await File.ReadAllBytesAsync(_file);
        await using var store = EmbeddedStores.Open(_file);

        await Assert.ThatAsync(
            () => StartAsync(store.Services),
            Throws.TypeOf<EmbeddedStoreException>().With.Message.Contains(_file)
                .And.Message.Contains(layout).And.Message.Contains("Delete or move the file"));

        Assert.That(await File.ReadAllBytesAsync(_file), Is.EqualTo(before));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_WhenThereIsNoFile_LetsOnlyTheOwnerReadTheFiles()
    {
        await using var store = EmbeddedStores.Open(_file);
        await store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme" }""");

        var files = Directory.GetFiles(Path.GetDirectoryName(_file)!);

        Assert.That(files, Is.SupersetOf(new[] { _file, _file + "-wal", _file + "-shm" }));
        Assert.That(
            files.Select(file => File.GetUnixFileMode(file)),
            Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task Start_WhenTheFileIsNoDatabase_StopsAndNamesFileAndSetting()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        await File.WriteAllTextAsync(_file, new string('x', 10_000));
        await using var store = EmbeddedStores.Open(_file);

        await Assert.ThatAsync(
            () => StartAsync(store.Services),
            Throws.TypeOf<EmbeddedStoreException>().With.Message.Contains(_file).And.Message.Contains("Embedded:Path"));
    }

    [Test]
    public async Task AnyCall_WhenThePathIsAFolder_ThrowsUpstreamUnavailable()
    {
        Directory.CreateDirectory(_file);
        await using var store = EmbeddedStores.Open(_file);

        await AssertUnavailableAsync(store);
    }

    [Test]
    public async Task EnsureReadyAsync_WhenTheFileIsMendedAfterAFailure_Returns()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        await File.WriteAllTextAsync(_file, new string('x', 10_000));
        await using var store = EmbeddedStores.Open(_file);
        var status = store.Services.GetRequiredService<IStoreStatus>();
        await Assert.ThatAsync(() => status.EnsureReadyAsync(CancellationToken.None), Throws.TypeOf<UpstreamUnavailableException>());

        File.Delete(_file);

        await Assert.ThatAsync(() => status.EnsureReadyAsync(CancellationToken.None), Throws.Nothing);
        Assert.That(status.Name, Is.EqualTo("embedded"));
    }

    [Test]
    public async Task Options_WhenThePathIsBlank_AreRefusedByName()
    {
        await using var store = EmbeddedStores.Open(" ");

        Assert.That(
            () => store.Services.GetRequiredService<IOptions<EmbeddedStoreOptions>>().Value,
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("Path"));
    }

    private static async Task AssertUnavailableAsync(Stores.StoreUnderTest store)
    {
        Func<Task>[] calls =
        [
            () => store.Deals.FindByNameAsync("Acme", CancellationToken.None),
            () => store.Insights.FindOverviewAsync("Acme", CancellationToken.None),
            () => store.Insights.FindJudgementsAsync(["ab"], CancellationToken.None),
            () => store.Insights.SaveJudgementsAsync([], CancellationToken.None),
            () => store.Insights.TryTakeLeaseAsync("lease", "holder", TimeSpan.FromMinutes(1), CancellationToken.None),
            () => store.Insights.ReleaseLeaseAsync("lease", "holder", CancellationToken.None),
            () => store.Documents.CountAsync(StoredCollection.DealInfo, CancellationToken.None),
            () => store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme" }"""),
            async () => await store.Documents.ReadAllAsync(StoredCollection.DealInfo, CancellationToken.None).AnyAsync(),
            () => store.Services.GetRequiredService<IStoreStatus>().EnsureReadyAsync(CancellationToken.None),
        ];

        foreach (var call in calls)
        {
            var failure = await Assert.ThrowsAsync<UpstreamUnavailableException>(call);
            // Callers may see the message, so the file's path must not be in it.
            Assert.That(failure?.Message, Is.EqualTo("The database is not available at the moment."));
        }
    }

    private static async Task StartAsync(IServiceProvider services)
    {
        foreach (var step in services.GetServices<IHostedService>())
        {
            await step.StartAsync(CancellationToken.None);
        }
    }
}
