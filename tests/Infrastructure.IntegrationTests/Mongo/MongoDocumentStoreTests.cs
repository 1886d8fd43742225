using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>What MongoDB refuses, which other stores may take.</summary>
[Category("MongoDB")]
internal sealed class MongoDocumentStoreTests
{
    private StoreUnderTest _store = null!;

    [SetUp]
    public void MakeStore() => _store = MongoTestStore.Open(MongoTestStore.NewServices());

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Test]
    public async Task Prepare_BeforeAnImport_MakesTheIndexThatFindsAKey()
    {
        await _store.Documents.PrepareAsync(CancellationToken.None);

        var database = _store.Services.GetRequiredService<IMongoDatabase>();
        using var indexes = await database.GetCollection<BsonDocument>("meeting_insights").Indexes.ListAsync();
        Assert.That(
            (await indexes.ToListAsync()).Select(index => index["key"]),
            Has.Some.EqualTo(BsonDocument.Parse("""{"deal_id":1,"meeting_id":1}""")));
    }

    [Test]
    public async Task Upsert_WhenTheServerRefusesDocuments_StoresTheRestAndSaysWhich()
    {
        await _store.HasAsync(StoredCollection.DealInfo, """{"_id":1,"deal_id":"stored before"}""");

        var refused = await _store.Documents.UpsertAsync(
            StoredCollection.DealInfo,
            [
                BsonDocument.Parse("""{"deal_id":"one"}"""),
                BsonDocument.Parse("""{"_id":1,"deal_id":"wants a taken id"}"""),
                BsonDocument.Parse("""{"deal_id":"two"}"""),
                BsonDocument.Parse("""{"_id":[1],"deal_id":"has a list for an id"}"""),
                new BsonDocument { { "deal_id", "too large" }, { "content", new string('x', 16 * 1024 * 1024) } },
                new BsonDocument { { "deal_id", "too deep" }, { "content", Nested(levels: 150) } },
                BsonDocument.Parse("""{"deal_id":"three"}"""),
            ],
            CancellationToken.None);

        Assert.That(refused.Select(document => document.Index), Is.EqualTo(new[] { 1, 3, 4, 5 }));
        Assert.That(refused[0].Reason, Is.EqualTo("its _id belongs to a stored document with another key"));
        Assert.That(refused[1].Reason, Does.Match(@"^the server refused it \(code \d+\)$"));
        Assert.That(refused[2].Reason, Is.EqualTo("it is larger than MongoDB's 16 MB"));
        Assert.That(refused[3].Reason, Is.EqualTo("it is nested too deeply"));
        Assert.That(
            await _store.Documents.ReadAllAsync(StoredCollection.DealInfo, CancellationToken.None)
                .Select(document => document["deal_id"].AsString).ToListAsync(),
            Is.EqualTo(new[] { "one", "stored before", "three", "two" }));
    }

    [Test]
    public async Task Upsert_WhenADocumentIsAsLargeAsMongoDbStores_StoresIt()
    {
        var document = new BsonDocument { { "_id", 1 }, { "deal_id", "large" }, { "content", "" } };
        document["content"] = new string('x', 16 * 1024 * 1024 - document.ToBson().Length);

        var refused = await _store.Documents.UpsertAsync(StoredCollection.DealInfo, [document], CancellationToken.None);

        Assert.That(refused, Is.Empty);
        Assert.That(await _store.Documents.CountAsync(StoredCollection.DealInfo, CancellationToken.None), Is.EqualTo(1));
    }

    [Test]
    public async Task Upsert_WhenTheIndexIsMissing_StillFindsWhatItReplaces()
    {
        await _store.HasAsync(StoredCollection.MeetingInsights, """{"_id":1,"deal_id":"d","meeting_id":"m","n":1}""");
        await _store.HasAsync(StoredCollection.MeetingInsights, """{"_id":2,"deal_id":"d","meeting_id":"m","n":2}""");

        var stored = await _store.Documents.ReadAllAsync(StoredCollection.MeetingInsights, CancellationToken.None).ToListAsync();

        Assert.That(stored.Select(document => document.ToJson()), Is.EqualTo(
            new[] { """{ "_id" : 1, "deal_id" : "d", "meeting_id" : "m", "n" : 2 }""" }));
    }

    private static BsonDocument Nested(int levels) =>
        Enumerable.Range(0, levels).Aggregate(new BsonDocument(), (inner, _) => new BsonDocument("inner", inner));
}
