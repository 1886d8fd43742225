using DealInsights.Application.Failures;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>How the writes of one process take turns.</summary>
internal sealed class EmbeddedWriterTests
{
    private readonly FakeTimeProvider _clock = new();
    private StoreUnderTest _store = null!;
    private EmbeddedWriter _writer = null!;

    [SetUp]
    public void MakeWriter()
    {
        _store = EmbeddedStores.Create();
        _writer = new EmbeddedWriter(_store.Services.GetRequiredService<EmbeddedDatabase>(), _clock);
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        _writer.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Run_WhenItThrows_UndoesTheWriteAndLetsTheNextOneIn()
    {
        await Assert.ThatAsync(
            () => _writer.RunAsync<int>(
                connection =>
                {
                    connection.Run("PRAGMA user_version = 77");
                    throw new InvalidOperationException();
                },
                CancellationToken.None),
            Throws.InvalidOperationException);

        Assert.That(
            await _writer.RunAsync(connection => connection.FindNumber("PRAGMA user_version"), CancellationToken.None),
            Is.EqualTo(EmbeddedSchema.Version));
    }

    [Test]
    public async Task Run_WhenAnotherProcessIsWriting_FailsAndSparesTheNextOnesTheWait()
    {
        var database = _store.Services.GetRequiredService<EmbeddedDatabase>();
        database.Prepare();
        await using var other = EmbeddedStores.Connect(database.File);
        other.Execute("BEGIN IMMEDIATE");

        var first = await FailureAsync();
        var second = await FailureAsync();
        other.Execute("ROLLBACK");
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.That(first, Is.TypeOf<SqliteException>());
        Assert.That(second, Is.TypeOf<TimeoutException>());
        Assert.That(await _writer.RunAsync(_ => 3, CancellationToken.None), Is.EqualTo(3));

        async Task<Exception?> FailureAsync() => (await Assert.ThrowsAsync<UpstreamUnavailableException>(
            () => _writer.RunAsync(_ => 1, CancellationToken.None)))!.InnerException;
    }

    [Test]
    public async Task Run_AfterTheEnd_ThrowsUpstreamUnavailable()
    {
        await _writer.RunAsync(_ => 1, CancellationToken.None);
        _writer.Dispose();

        await Assert.ThatAsync(
            () => _writer.RunAsync(_ => 2, CancellationToken.None), Throws.TypeOf<UpstreamUnavailableException>());
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Dispose_DuringAWrite_LetsItFinish(CancellationToken cancellationToken)
    {
        using var release = new ManualResetEventSlim();
        var write = await StartLongWriteAsync(release, cancellationToken);

        var ending = Task.Run(_writer.Dispose, cancellationToken);
        // Time enough to pull the connection away, if it did.
        await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        release.Set();

        await ending;
        await Assert.ThatAsync(() => write, Throws.Nothing);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Run_WhenAnotherWriteTakesTooLong_ThrowsUpstreamUnavailable(CancellationToken cancellationToken)
    {
        _writer = new EmbeddedWriter(_store.Services.GetRequiredService<EmbeddedDatabase>(), _clock)
        {
            LongestQueue = TimeSpan.FromMilliseconds(50),
        };
        using var release = new ManualResetEventSlim();
        var first = await StartLongWriteAsync(release, cancellationToken);

        await Assert.ThatAsync(
            () => _writer.RunAsync(_ => 2, cancellationToken), Throws.TypeOf<UpstreamUnavailableException>());

        release.Set();
        Assert.That(await first, Is.EqualTo(1));
        Assert.That(await _writer.RunAsync(_ => 3, cancellationToken), Is.EqualTo(3));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Run_WhenTheCallerGivesUpWaiting_IsCancelled(CancellationToken cancellationToken)
    {
        using var release = new ManualResetEventSlim();
        var first = await StartLongWriteAsync(release, cancellationToken);
        using var caller = new CancellationTokenSource();

        var second = _writer.RunAsync(_ => 2, caller.Token);
        await caller.CancelAsync();

        await Assert.ThatAsync(
            () => second,
            Throws.InstanceOf<OperationCanceledException>()
                .With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(caller.Token));
        release.Set();
        Assert.That(await first, Is.EqualTo(1));
    }

    /// <summary>Returns when a write is under way that ends when it is released.</summary>
    private async Task<Task<int>> StartLongWriteAsync(ManualResetEventSlim release, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource();
        // A thread of its own, because the write holds it.
        var write = Task.Factory.StartNew(
            () => _writer.RunAsync(
                _ =>
                {
                    started.SetResult();
                    release.Wait(cancellationToken);
                    return 1;
                },
                cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
        await started.Task.WaitAsync(cancellationToken);

        return write;
    }
}
