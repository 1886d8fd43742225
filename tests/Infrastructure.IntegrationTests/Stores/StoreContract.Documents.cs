using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    [Test]
    public async Task Upsert_WhenADocumentHoldsEveryType_KeepsItExactly()
    {
        var stored = EveryType();

        await UpsertAsync(StoredCollection.DealTimeline, stored);

        // The bytes, because equality takes numbers of different types for equal.
        var read = await ReadAllAsync(StoredCollection.DealTimeline);
        Assert.That(read.Single().ToBson(), Is.EqualTo(stored.ToBson()), () => read.Single().ToString());
    }

    [Test]
    public async Task Upsert_WhenItReplaces_KeepsTheNewDocumentExactlyUnderTheStoredId()
    {
        var stored = EveryType();
        await _store.HasAsync(
            StoredCollection.DealTimeline,
            """{"_id":{"$oid":"0123456789abcdef01234567"},"deal_id":"every type","gone":1,"nested":{"gone":{"a":1}}}""");

        await UpsertAsync(StoredCollection.DealTimeline, stored);

        var expected = stored.DeepClone().AsBsonDocument.Set("_id", ObjectId.Parse("0123456789abcdef01234567"));
        var read = await ReadAllAsync(StoredCollection.DealTimeline);
        Assert.That(read.Single().ToBson(), Is.EqualTo(expected.ToBson()), () => read.Single().ToString());
    }

    [Test]
    public async Task Upsert_WhenADocumentHasNoId_GivesItOneAndKeepsIt()
    {
        var stored = BsonDocument.Parse("""{"deal_id":"Acme renewal","stage":"Won"}""");

        await UpsertAsync(StoredCollection.DealInfo, stored.DeepClone().AsBsonDocument);
        var first = (await ReadAllAsync(StoredCollection.DealInfo)).Single();
        await UpsertAsync(StoredCollection.DealInfo, stored.DeepClone().AsBsonDocument);
        var second = (await ReadAllAsync(StoredCollection.DealInfo)).Single();

        Assert.That(first["_id"].IsBsonNull, Is.False);
        Assert.That(second, Is.EqualTo(first));
        Assert.That(first.Elements.Where(element => element.Name != "_id"), Is.EqualTo(stored.Elements));
    }

    [Test]
    public async Task Upsert_WhenRepeated_ChangesNothing()
    {
        string[] documents = [.. Enumerable.Range(0, 50).Select(number => $$"""{"deal_id":"{{number:00}}","n":{{number}}}""")];

        await _store.HasAsync(StoredCollection.DealInsights, documents);
        var once = await ReadAllAsync(StoredCollection.DealInsights);
        await _store.HasAsync(StoredCollection.DealInsights, documents);
        var twice = await ReadAllAsync(StoredCollection.DealInsights);

        Assert.That(once, Has.Count.EqualTo(50));
        Assert.That(twice, Is.EqualTo(once));
    }

    [Test]
    public async Task Upsert_WhenABatchHoldsAKeyTwice_KeepsTheLater()
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            """{"_id":1,"deal_id":"Acme renewal","stage":"First"}""",
            """{"_id":2,"deal_id":"Other deal","stage":"Other"}""",
            """{"_id":3,"deal_id":"Acme renewal","stage":"Second"}""",
            """{"_id":4,"deal_id":"Acme renewal","stage":"Third"}""");

        Assert.That(
            (await ReadAllAsync(StoredCollection.DealInfo)).Select(document => document.ToJson()),
            Is.EqualTo(new[]
            {
                """{ "_id" : 1, "deal_id" : "Acme renewal", "stage" : "Third" }""",
                """{ "_id" : 2, "deal_id" : "Other deal", "stage" : "Other" }""",
            }));
    }

    [Test]
    public async Task Upsert_WhenOnlyPartOfAKeyIsEqual_KeepsBoth()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{"deal_id":"Acme renewal","meeting_id":"1"}""",
            """{"deal_id":"Acme renewal","meeting_id":"2"}""",
            """{"deal_id":"Other deal","meeting_id":"1"}""",
            """{"deal_id":"Acme","meeting_id":" renewal1"}""");

        Assert.That(await _store.Documents.CountAsync(StoredCollection.MeetingInsights, CancellationToken.None), Is.EqualTo(4));
    }

    [Test]
    public async Task Upsert_WhenFieldNamesLookLikeOperators_KeepsThem()
    {
        var stored = BsonDocument.Parse(
            """
            {"_id":1,"deal_id":"Acme renewal","$set":{"deal_id":"x"},"a.b":{"c.d":1},"":2,
             "stage":"$deal_id","owner":"$$ROOT","nested":{"$literal":1,"$dateFromString":{"dateString":"no"}}}
            """);

        await UpsertAsync(StoredCollection.DealInfo, stored);

        Assert.That((await ReadAllAsync(StoredCollection.DealInfo)).Single().ToBson(), Is.EqualTo(stored.ToBson()));
        var deal = await _store.Deals.FindByNameAsync(Acme, CancellationToken.None);
        Assert.That((deal?.Owner, deal?.Stage), Is.EqualTo(("$$ROOT", "$deal_id")));
    }

    [Test]
    public async Task Upsert_WhenTextIsNoValidUnicode_RefusesThatDocumentAlone()
    {
        var refused = await _store.Documents.UpsertAsync(
            StoredCollection.DealInfo,
            [
                new BsonDocument { { "deal_id", "one" } },
                new BsonDocument { { "deal_id", "two" }, { "stage", "half a pair: \uD83D" } },
                new BsonDocument { { "deal_id", "three" } },
            ],
            CancellationToken.None);

        Assert.That(refused.Select(document => document.Index), Is.EqualTo(new[] { 1 }));
        Assert.That(refused[0].Reason, Does.Contain("Unicode").And.Not.Contain("pair"));
        Assert.That(await ReadKeysAsync(StoredCollection.DealInfo), Is.EqualTo(new[] { "one", "three" }));
    }

    [Test]
    public async Task Count_CountsTheDocumentsOfOneCollection()
    {
        await _store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"1"}""", """{"deal_id":"2"}""");

        Assert.That(await _store.Documents.CountAsync(StoredCollection.DealInfo, CancellationToken.None), Is.EqualTo(2));
        Assert.That(await _store.Documents.CountAsync(StoredCollection.DealTimeline, CancellationToken.None), Is.Zero);
    }

    [Test]
    public async Task ReadAll_ReturnsInOrderOfTheKey()
    {
        string[] keys = ["b", "a", "B", "é", "10", "9", "", "a ", "Z", "a\0", "株"];
        await UpsertAsync(StoredCollection.DealInfo, [.. keys.Select(key => new BsonDocument("deal_id", key))]);

        Assert.That(await ReadKeysAsync(StoredCollection.DealInfo), Is.EqualTo(keys.Order(StringComparer.Ordinal)));
    }

    [Test]
    public async Task ReadAll_WhenTheKeyHasTwoFields_OrdersByBoth()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{"_id":1,"deal_id":"b","meeting_id":"1"}""",
            """{"_id":2,"deal_id":"a","meeting_id":"2"}""",
            """{"_id":3,"deal_id":"a","meeting_id":"1"}""");

        Assert.That(
            (await ReadAllAsync(StoredCollection.MeetingInsights)).Select(document => document["_id"].AsInt32),
            Is.EqualTo(new[] { 3, 2, 1 }));
    }

    [Test]
    public async Task ReadAll_WhenThereAreMoreDocumentsThanAPageHolds_ReturnsAll()
    {
        var content = new string('x', 20_000);
        await UpsertAsync(
            StoredCollection.DealInfo,
            [.. Enumerable.Range(0, 1200)
                .Select(number => new BsonDocument { { "deal_id", $"{number:0000}" }, { "content", content } })]);

        Assert.That(
            await ReadKeysAsync(StoredCollection.DealInfo),
            Is.EqualTo(Enumerable.Range(0, 1200).Select(number => $"{number:0000}")));
    }

    private async Task UpsertAsync(StoredCollection collection, params BsonDocument[] documents) =>
        Assert.That(await _store.Documents.UpsertAsync(collection, documents, CancellationToken.None), Is.Empty);

    private ValueTask<List<BsonDocument>> ReadAllAsync(StoredCollection collection) =>
        _store.Documents.ReadAllAsync(collection, CancellationToken.None).ToListAsync();

    private ValueTask<List<string>> ReadKeysAsync(StoredCollection collection) =>
        _store.Documents.ReadAllAsync(collection, CancellationToken.None)
            .Select(document => document["deal_id"].AsString)
            .ToListAsync();

    // Not in it: undefined, symbol and database pointer, which BSON has given up.
    private static BsonDocument EveryType() => new()
    {
        { "_id", ObjectId.Parse("69a37c00aaaaaaaaaaaaaaaa") },
        { "deal_id", "every type" },
        { "int32", 7 },
        { "int64", 7L },
        { "int64 beyond a double", long.MaxValue - 1 },
        { "double", 7.0 },
        { "double, shortest", 0.1 },
        { "negative zero", -0.0 },
        { "not a number", double.NaN },
        { "infinity", double.NegativeInfinity },
        { "tiny", double.Epsilon },
        { "decimal", Decimal128.Parse("7.00") },
        { "decimal, smallest", Decimal128.MinValue },
        { "text", "NUL \0, quotes \"', $ and . and 🚀" },
        { "empty text", "" },
        { "true", true },
        { "null", BsonNull.Value },
        { "date", new BsonDateTime(1772323200123) },
        { "date before 1970", new BsonDateTime(-1) },
        { "date beyond a DateTime", new BsonDateTime(long.MaxValue) },
        { "date before a DateTime", new BsonDateTime(long.MinValue) },
        { "timestamp", new BsonTimestamp(1772323200, 5) },
        { "object id", ObjectId.Parse("0123456789abcdef01234567") },
        { "binary", new BsonBinaryData([0, 1, 255]) },
        { "uuid", new BsonBinaryData(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), GuidRepresentation.Standard) },
        { "binary of our own", new BsonBinaryData([1], (BsonBinarySubType)128) },
        { "regular expression", new BsonRegularExpression("^a.*\\/$", "im") },
        { "code", new BsonJavaScript("return 1;") },
        { "code with scope", new BsonJavaScriptWithScope("return x;", new BsonDocument("x", 1)) },
        { "smallest", BsonMinKey.Value },
        { "greatest", BsonMaxKey.Value },
        { "nested", new BsonDocument { { "z", 1 }, { "a", new BsonDocument() }, { "deal_id", BsonNull.Value } } },
        { "list", new BsonArray { 1, 1L, 1.0, BsonNull.Value, new BsonArray(), new BsonDocument("_id", 1), "x" } },
        { "events", new BsonArray { new BsonDocument("event_id", "1") } },
    };
}
