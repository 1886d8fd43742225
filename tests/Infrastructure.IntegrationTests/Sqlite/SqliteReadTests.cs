using DealInsights.Application.Answers;
using DealInsights.Application.Audit;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using DealInsights.Domain.Deals;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>How the embedded store reads: by key, past the whole documents, beside a writer, many at once.</summary>
public sealed class SqliteReadTests
{
    private TemporaryFolder _folder = null!;
    private string _file = null!;
    private StoreUnderTest _store = null!;

    [SetUp]
    public void MakeStore()
    {
        _folder = new TemporaryFolder();
        _file = Path.Combine(_folder.Path, "store.db");
        _store = EmbeddedStores.Open(_file);
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [TestCaseSource(nameof(Queries))]
    public async Task EveryQuery_OnItsTable_SearchesAnIndexAndSortsNothing(string query)
    {
        await _store.Deals.FindAsync("Acme", CancellationToken.None);

        Assert.That(
            EmbeddedStores.PlanOf(_file, query, "$deal_id"),
            Has.Count.EqualTo(1).And.All.Match(@"^SEARCH \w+ USING INDEX \w+ \(deal_id=\?\)$"));
    }

    [Test]
    public async Task FindDigests_OnItsTable_IsAnsweredByTheIndexAlone()
    {
        await _store.Deals.FindAsync("Acme", CancellationToken.None);

        Assert.That(
            EmbeddedStores.PlanOf(_file, SqliteMeetingRepository.FindDigests.Text, "$deal_id"),
            Is.EqualTo(["SEARCH meeting_insights USING COVERING INDEX meeting_insights_latest (deal_id=?)"]));
    }

    [Test]
    public async Task ExistsAsync_OnItsTable_IsAnsweredByTheKeyAlone()
    {
        await _store.Deals.FindAsync("Acme", CancellationToken.None);

        Assert.That(
            EmbeddedStores.PlanOf(_file, SqliteDealRepository.FindName.Text, "$deal_id"),
            Has.Count.EqualTo(1).And.All.StartsWith("SEARCH deal_info USING COVERING INDEX"));
    }

    [TestCase(DealSortKey.Name, null, null, "SEARCH deal_info USING INDEX sqlite_autoindex_deal_info_1 (deal_id>?)")]
    [TestCase(DealSortKey.Name, "won", null, "SEARCH deal_info USING INDEX deal_info_stage (stage=? AND deal_id>?)")]
    [TestCase(DealSortKey.Name, null, "Dana", "SEARCH deal_info USING INDEX deal_info_owner (owner=? AND deal_id>?)")]
    [TestCase(DealSortKey.Amount, null, null, "SEARCH deal_info USING INDEX deal_info_amount ((amount_order,deal_id)>(?,?))")]
    [TestCase(DealSortKey.LastModified, null, null, "SEARCH deal_info USING INDEX deal_info_modified ((modified_at,deal_id)>(?,?))")]
    public async Task ListAsync_OnItsTable_SearchesAnIndexAndSortsNothing(
        DealSortKey key, string? stage, string? owner, string plan)
    {
        await _store.Deals.FindAsync("Acme", CancellationToken.None);
        var (query, _) = SqliteDealList.Of(new DealListing(
            new DealFilter(stage, owner, null), new DealOrder(key, IsDescending: false), new DealPosition(1, "Acme"), 10));

        Assert.That(EmbeddedStores.PlanOf(_file, query.Text, [.. query.Parameters]), Is.EqualTo([plan]));
    }

    [Test]
    public async Task FindVersionAsync_AfterAChangeOfAnybody_IsAnother()
    {
        var changes = _store.Services.GetRequiredService<IStoreChanges>();
        await _store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme" }""");

        var before = await changes.FindVersionAsync(CancellationToken.None);
        await _store.Deals.FindAsync("Acme", CancellationToken.None);
        var unchanged = await changes.FindVersionAsync(CancellationToken.None);
        await _store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme", "stage": "won" }""");
        var changed = await changes.FindVersionAsync(CancellationToken.None);
        await using (var other = EmbeddedStores.Connect(_file))
        {
            other.Execute("DELETE FROM deal_info");
        }

        var changedByAnother = await changes.FindVersionAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.Not.Null);
            Assert.That(unchanged, Is.EqualTo(before));
            Assert.That(changed, Is.Not.EqualTo(before));
            Assert.That(changedByAnother, Is.Not.EqualTo(changed));
        });
    }

    [Test]
    public async Task FindVersionAsync_AfterWhatAnswersAreNotMadeOf_IsTheSame()
    {
        var changes = _store.Services.GetRequiredService<IStoreChanges>();
        await _store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme" }""");
        var before = await changes.FindVersionAsync(CancellationToken.None);

        await _store.Services.GetRequiredService<IAuditRepository>().AddAsync(
            [new AuditRecord("a", default, "anonymous", "import", null, null, AuditOutcome.Done)],
            new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero),
            CancellationToken.None);

        Assert.That(await changes.FindVersionAsync(CancellationToken.None), Is.EqualTo(before));
    }

    [TestCase("deal_info")]
    [TestCase("deal_timeline")]
    [TestCase("deal_insights")]
    [TestCase("meeting_insights")]
    [TestCase("company_overviews")]
    [TestCase("title_judgements")]
    public async Task ContentVersion_CountsEveryChangeOfATable(string table)
    {
        await _store.Deals.FindAsync("Acme", CancellationToken.None);
        await using var other = EmbeddedStores.Connect(_file);
        // Whatever must be there is there, as nothing.
        var needed = $"FROM pragma_table_info('{table}') WHERE \"notnull\" AND dflt_value IS NULL";
        var columns = other.Scalar($"SELECT group_concat(name) {needed}");
        var values = other.Scalar(
            $"SELECT group_concat(CASE type WHEN 'BLOB' THEN 'x''00''' WHEN 'INTEGER' THEN '0' ELSE '''x''' END) {needed}");

        List<object?> versions = [Version()];
        foreach (var change in (string[])
            [$"INSERT INTO {table} ({columns}) VALUES ({values})", $"UPDATE {table} SET document = x'01'", $"DELETE FROM {table}"])
        {
            other.Execute(change);
            versions.Add(Version());
        }

        Assert.That(versions, Is.Ordered.Ascending.And.Unique);

        object? Version() => other.Scalar($"SELECT number FROM {EmbeddedSchema.ContentVersion}");
    }

    [Test]
    public async Task FindJudgements_OnItsTable_SearchesAnIndexForEachFingerprint()
    {
        await _store.Deals.FindAsync("Acme", CancellationToken.None);

        Assert.That(
            EmbeddedStores.PlanOf(_file, SqliteInsightStore.FindJudgements.Text, "$fingerprints"),
            Has.One.Match(@"^SEARCH title_judgements USING INDEX \w+ \(fingerprint=\?\)$")
                .And.None.Match("SCAN title_judgements"));
    }

    [Test]
    public async Task FindOverviewDigestAsync_WhenTheTranscriptsAreUnreadable_StillAnswers()
    {
        await _store.HasAsync(StoredCollection.MeetingInsights, $$"""
            { "deal_id": "Acme", "meeting_id": "m", "transcript": "{{new string('Z', 100_000)}}" }
            """);
        var before = await _store.Meetings.FindOverviewDigestAsync("Acme", CancellationToken.None);
        await _store.DisposeAsync();
        Assert.That(DamagedFile.DestroyPagesFilledWith(_file, (byte)'Z'), Is.GreaterThan(10));

        _store = EmbeddedStores.Open(_file);

        Assert.That(await _store.Meetings.FindOverviewDigestAsync("Acme", CancellationToken.None), Is.EqualTo(before));
        await Assert.ThatAsync(
            () => _store.Meetings.FindForOverviewAsync("Acme", CancellationToken.None),
            Throws.TypeOf<UpstreamUnavailableException>());
    }

    [Test]
    public async Task FindAsync_WhenTheRestOfALongDocumentIsUnreadable_StillAnswers()
    {
        await _store.HasAsync(StoredCollection.DealInfo, $$"""
            { "deal_id": "Acme", "stage": "Closed", "notes": "{{new string('Z', 100_000)}}" }
            """);
        await _store.DisposeAsync();
        Assert.That(DamagedFile.DestroyPagesFilledWith(_file, (byte)'Z'), Is.GreaterThan(10));

        _store = EmbeddedStores.Open(_file);

        Assert.That((await _store.Deals.FindAsync("Acme", CancellationToken.None))?.Stage, Is.EqualTo("Closed"));
        await Assert.ThatAsync(
            async () => await _store.Documents.ReadAllAsync(StoredCollection.DealInfo, CancellationToken.None).AnyAsync(),
            Throws.TypeOf<UpstreamUnavailableException>());
    }

    [Test]
    public async Task FindAsync_WhileAWriteIsUnderWay_AnswersWhatWasStoredBefore()
    {
        await _store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme", "stage": "Open" }""");
        await using var writer = EmbeddedStores.Connect(_file);
        writer.Execute("BEGIN IMMEDIATE; DELETE FROM deal_info");

        var during = await _store.Deals.FindAsync("Acme", CancellationToken.None);
        writer.Execute("COMMIT");
        var after = await _store.Deals.FindAsync("Acme", CancellationToken.None);

        Assert.That(during?.Stage, Is.EqualTo("Open"));
        Assert.That(after, Is.Null);
    }

    [Test]
    public async Task FindAsync_WhenManyReadAtOnce_AnswersEachItsOwn()
    {
        const int Readers = 16;
        const int Deals = 50;
        await _store.HasAsync(
            StoredCollection.DealInfo,
            [.. Enumerable.Range(0, Deals).Select(deal => $$"""{ "deal_id": "{{deal}}", "stage": "stage {{deal}}" }""")]);
        using var together = new Barrier(Readers);

        // Threads of their own, because a barrier would hold the pool's.
        var reading = Enumerable.Range(0, Readers).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                together.SignalAndWait();
                var stages = new List<string?>();
                for (var deal = 0; deal < Deals; deal++)
                {
                    stages.Add((await _store.Deals.FindAsync($"{deal}", CancellationToken.None))?.Stage);
                }

                return stages;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap());

        Assert.That(
            await Task.WhenAll(reading),
            Is.All.EqualTo(Enumerable.Range(0, Deals).Select(deal => $"stage {deal}")));
    }

    [Test]
    public async Task FindAsync_WhenAnotherProcessHoldsTheFile_ThrowsUpstreamUnavailable()
    {
        await _store.Deals.FindAsync("Acme", CancellationToken.None);
        await _store.DisposeAsync();
        await using var other = EmbeddedStores.Connect(_file);
        other.Execute("PRAGMA locking_mode = EXCLUSIVE; DELETE FROM deal_info");
        _store = EmbeddedStores.Open(_file);

        await Assert.ThatAsync(
            () => _store.Deals.FindAsync("Acme", CancellationToken.None),
            Throws.TypeOf<UpstreamUnavailableException>()
                .With.Property(nameof(UpstreamUnavailableException.Upstream)).EqualTo("The database"));
    }

    [Test]
    public async Task UpsertAsync_WhenAnotherProcessIsWriting_ThrowsUpstreamUnavailableAndWorksAfterwards()
    {
        await _store.Deals.FindAsync("Acme", CancellationToken.None);
        await using var other = EmbeddedStores.Connect(_file);
        other.Execute("BEGIN IMMEDIATE");
        await Assert.ThatAsync(
            () => _store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme" }"""),
            Throws.TypeOf<UpstreamUnavailableException>().With.InnerException.TypeOf<SqliteException>());

        other.Execute("ROLLBACK");
        await _store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme" }""");

        Assert.That(await _store.Deals.FindAsync("Acme", CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task TryTakeLeaseAsync_AfterOneWaitedInVainForAnotherProcess_DoesNotWait()
    {
        await _store.Deals.FindAsync("Acme", CancellationToken.None);
        await using var other = EmbeddedStores.Connect(_file);
        other.Execute("BEGIN IMMEDIATE");

        Assert.That(await FailureAsync(), Is.TypeOf<SqliteException>());
        Assert.That(await FailureAsync(), Is.TypeOf<TimeoutException>());

        async Task<Exception?> FailureAsync() => (await Assert.ThrowsAsync<UpstreamUnavailableException>(
            () => _store.Insights.TryTakeLeaseAsync("lease", "me", TimeSpan.FromMinutes(1), CancellationToken.None)))!.InnerException;
    }

    [TestCase("it's \"Acme\"; DROP TABLE deal_info --")]
    [TestCase("nul\0inside")]
    [TestCase("nul\0other")]
    [TestCase("Grüße 🚀 漢字")]
    [TestCase(" Acme ")]
    [TestCase("%")]
    public async Task FindAsync_WhenTheNameIsUnusual_FindsExactlyThatDeal(string dealName)
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            """{ "deal_id": "nul" }""",
            """{ "deal_id": "nul\u0000" }""",
            """{ "deal_id": "Acme" }""",
            $$"""{ "deal_id": {{System.Text.Json.JsonSerializer.Serialize(dealName)}} }""");

        Assert.That((await _store.Deals.FindAsync(dealName, CancellationToken.None))?.Name, Is.EqualTo(dealName));
    }

    [Test]
    public async Task FindAsync_WhenTheNameIsHalfASurrogatePair_FindsNothing()
    {
        await _store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme" }""");

        Assert.That(await _store.Deals.FindAsync("\uD83D", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task FindForOverviewAsync_WhenDatesDifferByLessThanAMillisecond_ChoosesTheLatest()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            [.. Enumerable.Range(1, 7).Select(tick => $$"""
                { "deal_id": "Acme", "meeting_id": "{{tick}}", "meeting_date": "2026-01-05T09:30:00.000000{{tick}}Z" }
                """)]);

        var meetings = await _store.Meetings.FindForOverviewAsync("Acme", CancellationToken.None);

        Assert.That(meetings.Select(meeting => meeting.Id), Is.EqualTo(["7", "6", "5", "4", "3", "2"]));
    }

    [Test]
    public async Task FindAsync_WhenItHasAnswered_CountsAsWaitingForTheDatabase()
    {
        await using var request = _store.Services.CreateAsyncScope();
        var timings = request.ServiceProvider.GetRequiredService<RequestTimings>();

        await request.ServiceProvider.GetRequiredService<Application.Deals.IDealRepository>()
            .FindAsync("Acme", CancellationToken.None);

        Assert.That(timings.WaitedFor(Upstream.Database), Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task EveryCall_WhenAlreadyCancelled_ThrowsOperationCanceled()
    {
        var cancelled = new CancellationToken(canceled: true);
        Func<Task>[] calls =
        [
            () => _store.Deals.FindAsync("Acme", cancelled),
            () => _store.Deals.FindTimelineAsync("Acme", cancelled),
            () => _store.Concerns.FindAsync("Acme", cancelled),
            () => _store.Meetings.FindForOverviewAsync("Acme", cancelled),
            () => _store.Meetings.FindAttendeesAsync("Acme", cancelled),
            () => _store.Meetings.FindOverviewDigestAsync("Acme", cancelled),
            () => _store.Documents.UpsertAsync(StoredCollection.DealInfo, [], cancelled),
            () => _store.Documents.CountAsync(StoredCollection.DealInfo, cancelled),
            async () => await _store.Documents.ReadAllAsync(StoredCollection.DealInfo, cancelled).AnyAsync(CancellationToken.None),
        ];

        foreach (var call in calls)
        {
            await Assert.ThatAsync(call, Throws.InstanceOf<OperationCanceledException>());
        }
    }

    private static IEnumerable<string> Queries() =>
    [
        SqliteDealRepository.FindDeal.Text,
        SqliteDealRepository.FindExtent.Text,
        SqliteConcernRepository.FindConcerns.Text,
        SqliteMeetingRepository.FindAttendees.Text,
        SqliteMeetingRepository.FindOverviews.Text,
        SqliteInsightStore.FindOverviews.Text,
    ];
}
