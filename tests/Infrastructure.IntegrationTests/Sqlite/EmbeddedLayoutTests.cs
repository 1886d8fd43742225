using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>How a file of the first layout becomes one of today's.</summary>
internal sealed class EmbeddedLayoutTests
{
    private const string Acme = "Acme renewal";

    private TemporaryFolder _folder = null!;
    private string _file = null!;

    [SetUp]
    public void MakeFile()
    {
        _folder = new TemporaryFolder();
        _file = Path.Combine(_folder.Path, "store.db");
        LayoutOne.Create(_file);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Open_WhenTheLayoutIsOlder_AnswersAsAFileOfTodaysLayout()
    {
        var documents = Documents();
        foreach (var (collection, stored) in documents)
        {
            LayoutOne.Has(_file, collection, stored);
        }

        await using var converted = EmbeddedStores.Open(_file);
        await using var today = EmbeddedStores.Create();
        foreach (var (collection, stored) in documents)
        {
            Assert.That(await today.Documents.UpsertAsync(collection, stored, CancellationToken.None), Is.Empty);
        }

        var answers = await AnswersAsync(converted);
        Assert.That(answers, Is.EqualTo(await AnswersAsync(today)));
        Assert.That(answers, Has.Some.Match("digest [0-9a-f]{64}").And.Some.Match("digest none"));
        Assert.That(ToldConversions(converted), Is.EqualTo(["Brought the embedded store from layout 1 to layout 3"]));
    }

    [Test]
    public async Task Open_WhenTheLayoutIsOlder_MakesTheTablesAndIndexesOfANewFile()
    {
        var newFile = Path.Combine(_folder.Path, "new.db");
        await using var converted = EmbeddedStores.Open(_file);
        await using var today = EmbeddedStores.Open(newFile);
        await converted.Deals.FindAsync(Acme, CancellationToken.None);
        await today.Deals.FindAsync(Acme, CancellationToken.None);

        Assert.That(LayoutOf(_file), Is.Not.Empty.And.EqualTo(LayoutOf(newFile)));
    }

    [Test]
    public async Task Open_WhenAMeetingIsNotEvenBson_ConvertsTheOthers()
    {
        LayoutOne.Has(_file, StoredCollection.MeetingInsights, Meeting(1, "Said.", Acme), Meeting(2, "Said.", "Other deal"));
        await using (var connection = EmbeddedStores.Connect(_file))
        {
            connection.Execute("UPDATE meeting_insights SET overview = x'FF00FF' WHERE deal_id = 'Other deal'");
        }

        await using var store = EmbeddedStores.Open(_file);

        Assert.That(
            await store.Meetings.FindOverviewDigestAsync(Acme, CancellationToken.None),
            Is.EqualTo(OverviewDigest.Of([new Meeting("1", null, "Said.")])));
    }

    [Test]
    public async Task Open_WhenTheConversionFails_LeavesTheFileAsItWasAndConvertsItLater()
    {
        LayoutOne.Has(
            _file,
            StoredCollection.MeetingInsights,
            Meeting(1, "Said.", Acme),
            Meeting(2, new string('Z', 100_000), "Other deal"));
        var before = LayoutOf(_file);
        var whole = await File.ReadAllBytesAsync(_file);
        Assert.That(DamagedFile.DestroyPagesFilledWith(_file, (byte)'Z'), Is.GreaterThan(10));
        var damaged = await File.ReadAllBytesAsync(_file);

        await using var store = EmbeddedStores.Open(_file);
        await Assert.ThatAsync(
            () => store.Services.GetRequiredService<EmbeddedDatabase>().PrepareAsync(CancellationToken.None).AsTask(),
            Throws.TypeOf<EmbeddedStoreException>().With.Message.Contains(_file));

        Assert.That(LayoutOf(_file), Is.EqualTo(before));
        Assert.That(await File.ReadAllBytesAsync(_file), Is.EqualTo(damaged));

        await File.WriteAllBytesAsync(_file, whole);
        Assert.That(await store.Meetings.FindOverviewDigestAsync(Acme, CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task Apply_WhenTheCallerGivesUpHalfway_LeavesTheFileAsItWas()
    {
        LayoutOne.Has(
            _file, StoredCollection.MeetingInsights, Meeting(1, BsonNull.Value, Acme).Set("transcript", 7), Meeting(2, "Said.", Acme));
        var before = LayoutOf(_file);
        await using var connection = EmbeddedStores.Connect(_file);
        using var caller = new CancellationTokenSource();
        // The first meeting is damaged, which is told of while the conversion is at it.
        var reader = new StoredDocumentReader(new DamageLog(new LogThatCancels(caller)));

        Assert.That(
            () => EmbeddedSchema.Apply(connection, reader, caller.Token),
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That(caller.IsCancellationRequested, Is.True);
        Assert.That(LayoutOf(_file), Is.EqualTo(before));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Open_WhenManyProcessesDoItAtOnce_AllAnswerAndOneConverts(bool isNew)
    {
        const int Processes = 8;
        var file = isNew ? Path.Combine(_folder.Path, "new.db") : _file;
        if (!isNew)
        {
            LayoutOne.Has(
                file, StoredCollection.MeetingInsights, Enumerable.Range(0, 200).Select(number => Meeting(number, "Said.", Acme)));
        }

        var stores = Enumerable.Range(0, Processes).Select(_ => EmbeddedStores.Open(file)).ToList();
        using var together = new Barrier(Processes);

        // Threads of their own, because a barrier would hold the pool's.
        var opening = stores.Select(store => Task.Factory.StartNew(
            async () =>
            {
                together.SignalAndWait();
                return await store.Meetings.FindOverviewDigestAsync(Acme, CancellationToken.None);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap());
        var digests = await Task.WhenAll(opening);

        Assert.That(digests.Distinct().ToList(), Has.Count.EqualTo(1).And.All.Matches<string?>(digest => digest is null == isNew));
        Assert.That(stores.SelectMany(ToldConversions).ToList(), Has.Count.EqualTo(isNew ? 0 : 1));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Test]
    public async Task Open_WhenAnotherProcessTakesLongToConvert_WaitsForIt()
    {
        LayoutOne.Has(_file, StoredCollection.MeetingInsights, Meeting(1, "Said.", Acme));
        await using var other = EmbeddedStores.Connect(_file);
        other.Execute("BEGIN IMMEDIATE");
        await using var store = EmbeddedStores.Open(_file);

        var digest = Task.Factory.StartNew(
            () => store.Meetings.FindOverviewDigestAsync(Acme, CancellationToken.None),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
        // Longer than a statement waits for another process.
        await Assert.ThatAsync(() => digest.WaitAsync(TimeSpan.FromSeconds(3)), Throws.TypeOf<TimeoutException>());
        other.Execute("ROLLBACK");

        Assert.That(await digest.WaitAsync(TimeSpan.FromSeconds(30)), Is.Not.Null);
    }

    private static BsonDocument Meeting(int number, BsonValue transcript, string dealName) => new()
    {
        { "_id", number },
        { "deal_id", dealName },
        { "meeting_id", $"{number}" },
        { "transcript", transcript },
    };

    /// <summary>Documents of every collection: of today, older, odd, damaged.</summary>
    private static List<(StoredCollection Collection, List<BsonDocument> Stored)> Documents()
    {
        var meetings = OddMeetings.Dates
            .Select((date, number) => OddMeetings.Meeting($"m{number}", date).Set("deal_id", $"Deal {number / 9}"))
            .Append(Meeting(1, BsonNull.Value, "No text"))
            .Append(Meeting(2, " ", "No text"))
            .Append(Meeting(3, 5, "No text"))
            .Append(Meeting(4, new string('x', 60_000), Acme))
            .Append(Meeting(5, "\0 and 🚀 ", Acme).Set("buyer_attendees", new BsonArray { new BsonDocument("name", "Bo") }));

        return
        [
            (StoredCollection.MeetingInsights, [.. meetings]),
            (StoredCollection.DealInfo, [BsonDocument.Parse("""{ "_id": 1, "deal_id": "Acme renewal", "stage": "Won" }""")]),
            (StoredCollection.DealTimeline, [BsonDocument.Parse("""{ "_id": 1, "deal_id": "Acme renewal", "events": [1] }""")]),
            (StoredCollection.DealInsights,
                [BsonDocument.Parse("""{ "_id": 1, "deal_id": "Acme renewal", "concerns": [{ "pricing_concerns": {} }] }""")]),
        ];
    }

    /// <summary>All that a store says about these documents, in words.</summary>
    private static async Task<List<string>> AnswersAsync(StoreUnderTest store)
    {
        List<string> answers = [];
        foreach (var collection in StoredCollection.All)
        {
            answers.AddRange(await store.Documents.ReadAllAsync(collection, CancellationToken.None)
                .Select(document => $"{collection.Name} {document}").ToListAsync());
        }

        string[] deals = [Acme, "No text", "Unknown", .. Enumerable.Range(0, 30).Select(number => $"Deal {number}")];
        foreach (var deal in deals)
        {
            answers.Add($"deal {await store.Deals.FindAsync(deal, CancellationToken.None)}");
            answers.Add($"timeline {await store.Deals.FindTimelineAsync(deal, CancellationToken.None)}");
            answers.Add($"digest {await store.Meetings.FindOverviewDigestAsync(deal, CancellationToken.None) ?? "none"}");
            answers.AddRange((await store.Concerns.FindAsync(deal, CancellationToken.None)).Select(found => $"{found}"));
            answers.AddRange((await store.Meetings.FindForOverviewAsync(deal, CancellationToken.None)).Select(found => $"{found}"));
            answers.AddRange((await store.Meetings.FindAttendeesAsync(deal, CancellationToken.None)).Select(found => $"{found}"));
        }

        return answers;
    }

    /// <summary>The version, and every table and index with its columns, in words.</summary>
    internal static List<string> LayoutOf(string file)
    {
        using var connection = EmbeddedStores.Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT 'version ' || user_version FROM pragma_user_version
            UNION ALL
            SELECT 'table ' || concat_ws(' ', t.name, t.wr, t.strict, c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk)
            FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'
            UNION ALL
            SELECT 'index ' || concat_ws(' ', i.tbl_name, i.name, c.seqno, c.name, c."desc", c.key)
            FROM sqlite_schema i JOIN pragma_index_xinfo(i.name) c WHERE i.type = 'index'
            ORDER BY 1
            """;
        using var rows = command.ExecuteReader();

        var layout = new List<string>();
        while (rows.Read())
        {
            layout.Add(rows.GetString(0));
        }

        return layout;
    }

    private static IEnumerable<string> ToldConversions(StoreUnderTest store) =>
        store.Services.GetFakeLogCollector().GetSnapshot()
            .Where(record => record.Id.Name == "EmbeddedStoreConverted")
            .Select(record => record.Message);

    private sealed class LogThatCancels(CancellationTokenSource caller) : ILogger<DamageLog>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            caller.Cancel();
    }
}
