using DealInsights.FaultTests.Load;
using DealInsights.FaultTests.Parts;
using DealInsights.ModelStub;
using DealInsights.TestSupport;
using Microsoft.Data.Sqlite;

namespace DealInsights.FaultTests;

/// <summary>What breaks around the embedded store's file.</summary>
[TestFixture]
[Platform("Linux")]
internal sealed class EmbeddedFaultTests
{
    private const string Nobody = "65534";

    private StoreCopy _store = null!;
    private ModelStubServer _model = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _store = new StoreCopy(FaultSuite.Store);
        _model = await ModelStubServer.StartAsync(keepsRequests: false);
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _model.DisposeAsync();
        _store.Dispose();
    }

    [Test]
    [Category(FaultSuite.Sample)]
    public async Task Locked_ByAnotherProcess_AnswersAndRemembersLater()
    {
        await using var service = Start(_store.Setting);
        var run = NewRun(await service.AddressAsync());
        using var other = new SqliteConnection($"Data Source={_store.File};Pooling=False");
        await other.OpenAsync();

        var row = await run.RunAsync(() => ExecuteAsync(other, "BEGIN IMMEDIATE"), TimeSpan.FromSeconds(8), () => ExecuteAsync(other, "ROLLBACK"));

        Assert.That(row.Errors, Is.Empty);
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task ReadOnly_MadeSoWhileItRuns_AnswersAndRemembersLater()
    {
        Assume.That(Shell.IsRoot, "Needs root, to run the service as somebody who is not.");
        await Shell.RunAsync("chown", "-R", $"{Nobody}:{Nobody}", _store.Folder);
        await using var service = StartAsNobody();
        var run = NewRun(await service.AddressAsync());

        var row = await run.RunAsync(
            () => Shell.RunAsync("chmod", "-R", "a-w", _store.Folder),
            TimeSpan.FromSeconds(6),
            () => Shell.RunAsync("chmod", "-R", "u+w", _store.Folder));

        Assert.That(row.Errors, Is.Empty);
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task ReadOnly_BeforeTheStart_EndsTheStartAndNamesTheSetting()
    {
        Assume.That(Shell.IsRoot, "Needs root, to run the service as somebody who is not.");
        await Shell.RunAsync("chmod", "-R", "a-w,a+rX", _store.Folder);

        await using var service = StartAsNobody();

        Assert.That(await service.ExitCodeAsync(), Is.EqualTo(1));
        Assert.That(string.Join('\n', service.Errors), Does.Contain("Embedded:Path").And.Not.Contain("   at "));
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task Truncated_WhileItRuns_GivesNoWrongAnswerAndServesTheRestoredFile()
    {
        await using (var service = Start(_store.Setting))
        {
            var run = new FaultRun(await service.AddressAsync(), FaultSuite.Truth)
            {
                IsOfTheModel = true,
                Recovers = false,
            };
            await run.RunAsync(
                () =>
                {
                    using var file = new FileStream(_store.File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                    file.SetLength(file.Length / 3 / 4096 * 4096);
                    return Task.CompletedTask;
                },
                TimeSpan.FromSeconds(6),
                () => Task.CompletedTask);
        }

        foreach (var file in Directory.GetFiles(_store.Folder))
        {
            File.Delete(file);
        }

        File.Copy(FaultSuite.Store, _store.File);
        await using var restored = Start(_store.Setting);
        await NewRun(await restored.AddressAsync())
            .RunAsync(() => Task.CompletedTask, TimeSpan.FromSeconds(1), () => Task.CompletedTask);
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task DiskFull_WhileItRuns_AnswersAndRemembersLater()
    {
        Assume.That(Shell.IsRoot, "Needs root, to mount a small file system.");
        var disk = Directory.CreateTempSubdirectory("dealinsights-").FullName;
        await Shell.RunAsync("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk);
        try
        {
            var store = Path.Combine(disk, "store.db");
            var filler = Path.Combine(disk, "filler");
            File.Copy(FaultSuite.Store, store);
            await using var service = Start(("Embedded__Path", store));
            var run = NewRun(await service.AddressAsync());

            var row = await run.RunAsync(
                async () => await Shell.TryAsync("dd", "if=/dev/zero", $"of={filler}", "bs=4k"),
                TimeSpan.FromSeconds(6),
                () =>
                {
                    File.Delete(filler);
                    return Task.CompletedTask;
                });

            Assert.That(row.Errors, Is.Empty);
            Assert.That(service.Output, Has.Some.Contains("disk is full"));
        }
        finally
        {
            await Shell.RunAsync("umount", disk);
            Directory.Delete(disk);
        }
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task Killed_DuringTheFirstLoadOfTheSamples_LoadsAllAtTheNextStart()
    {
        using var whole = new StoreCopy();
        var expected = await CountAfterStartAsync(whole);
        for (var wait = 0; wait < 8; wait++)
        {
            using var store = new StoreCopy();
            await using (var first = ServiceSettings.Start(store.Setting))
            {
                while (!File.Exists(store.File + "-wal"))
                {
                    await Task.Delay(5);
                }

                await Task.Delay(wait * 40);
                first.Kill();
            }

            Assert.That(await CountAfterStartAsync(store), Is.EqualTo(expected), $"killed after {wait * 40} ms");
        }
    }

    [Test]
    [Category(FaultSuite.Sample)]
    public async Task Stop_UnderLoad_AnswersWhatItAccepted()
    {
        await using var service = StopRun.Start(_model, _store.Setting);

        await StopRun.RunAsync(service, FaultSuite.Truth);
    }

    private static async Task<long> CountAfterStartAsync(StoreCopy store)
    {
        await using (var service = ServiceSettings.Start(store.Setting))
        {
            await service.AddressAsync();
        }

        await using var file = new SqliteConnection($"Data Source={store.File};Pooling=False");
        await file.OpenAsync();
        await using var count = file.CreateCommand();
        count.CommandText = """
            SELECT (SELECT count(*) FROM deal_info) + (SELECT count(*) FROM deal_timeline)
                + (SELECT count(*) FROM deal_insights) + (SELECT count(*) FROM meeting_insights)
            """;

        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    private static FaultRun NewRun(Uri address) => new(address, FaultSuite.Truth);

    private ServiceProcess Start((string, string) store) => ServiceSettings.Start([store, .. ServiceSettings.Model(_model.Endpoint)]);

    private ServiceProcess StartAsNobody() => ServiceProcess.StartBy(
        ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--"],
        ["--urls=http://127.0.0.1:0"],
        [_store.Setting, .. ServiceSettings.Model(_model.Endpoint), ("HOME", "/nowhere")]);
}
