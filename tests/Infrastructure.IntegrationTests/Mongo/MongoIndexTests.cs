using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Mongo;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

[Category("MongoDB")]
internal sealed class MongoIndexTests
{
    private StoreUnderTest _store = null!;

    private IMongoDatabase Database => _store.Services.GetRequiredService<IMongoDatabase>();

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
    public async Task CreateMissing_WhenThereAreNone_CreatesAUniqueOnePerKeyAndOneThatRemovesLeases()
    {
        await CreateMissingAsync();

        Assert.That(
            await ListAsync(),
            Is.EqualTo(new[]
            {
                """deal_info deal_id_1 { "deal_id" : 1 } unique""",
                """deal_info hubspot_id_1 { "hubspot_id" : 1 } not unique""",
                """deal_info stage_1_deal_id_1 { "stage" : 1, "deal_id" : 1 } not unique""",
                """deal_info owner_1_deal_id_1 { "owner" : 1, "deal_id" : 1 } not unique""",
                """deal_timeline deal_id_1 { "deal_id" : 1 } unique""",
                """deal_insights deal_id_1 { "deal_id" : 1 } unique""",
                """meeting_insights deal_id_1_meeting_id_1 { "deal_id" : 1, "meeting_id" : 1 } unique""",
                """company_overviews deal_id_1 { "deal_id" : 1 } unique""",
                """title_judgements fingerprint_1 { "fingerprint" : 1 } unique""",
                """insight_leases expires_at_1 { "expires_at" : 1 } not unique, removes after 3600 s""",
            }));
    }

    [Test]
    public async Task CreateMissing_WhenTheyExist_LeavesThemAlone()
    {
        // Another name, no uniqueness, another number type, and indexes that this service knows nothing of.
        var unique = new CreateIndexOptions { Unique = true };
        var plain = new CreateIndexOptions();
        await CreateAsync(StoredCollection.DealInfo, """{"deal_id":1}""", new() { Name = "by_name", Unique = true });
        await CreateAsync(StoredCollection.DealInfo, """{"company_name":1}""", plain);
        await CreateAsync(StoredCollection.DealInfo, """{"hubspot_id":1}""", plain);
        await CreateAsync(StoredCollection.DealInfo, """{"stage":1,"deal_id":1}""", plain);
        await CreateAsync(StoredCollection.DealInfo, """{"owner":1.0,"deal_id":1}""", plain);
        await CreateAsync(StoredCollection.DealTimeline, """{"deal_id":1}""", plain);
        await CreateAsync(StoredCollection.DealInsights, """{"deal_id":1.0}""", unique);
        await CreateAsync(StoredCollection.MeetingInsights, """{"deal_id":1,"meeting_date":-1}""", plain);
        await CreateAsync(StoredCollection.MeetingInsights, """{"deal_id":1,"meeting_id":1}""", unique);
        await CreateAsync(StoredCollection.CompanyOverviews, """{"deal_id":1}""", plain);
        await CreateAsync(StoredCollection.TitleJudgements, """{"fingerprint":1}""", plain);
        await CreateAsync(
            StoredCollection.InsightLeases, """{"expires_at":1}""", new() { ExpireAfter = TimeSpan.FromDays(1) });
        var before = await ListAsync();

        await CreateMissingAsync();

        Assert.That(await ListAsync(), Is.EqualTo(before));
        Assert.That(Warnings(), Is.Empty);
    }

    [Test]
    public async Task CreateMissing_WhenDocumentsShareAKey_TellsOfItAndCreatesTheOthers()
    {
        await Database.CollectionOf(StoredCollection.DealInfo)
            .InsertManyAsync([new BsonDocument("deal_id", "Acme renewal"), new BsonDocument("deal_id", "Acme renewal")]);

        await CreateMissingAsync();

        Assert.That(await ListAsync(), Has.Exactly(9).Items.And.None.StartsWith("deal_info deal_id_1 "));
        Assert.That(
            Warnings(),
            Is.EqualTo(new[]
            {
                "The server refused the index deal_info (deal_id): DuplicateKey. Reads that need it are slow",
            }));
        Assert.That(
            _store.Services.GetFakeLogCollector().GetSnapshot().Select(record => $"{record.Message} {record.Exception}"),
            Has.None.Contains("Acme renewal"));
    }

    [Test]
    public async Task CreateMissing_WhenTheNameIsTaken_TellsOfItAndCreatesTheOthers()
    {
        await CreateAsync(StoredCollection.DealInfo, """{"stage":1}""", new CreateIndexOptions { Name = "deal_id_1" });

        await CreateMissingAsync();

        Assert.That(await ListAsync(), Has.Exactly(10).Items);
        Assert.That(Warnings().Single(), Does.Contain("deal_info (deal_id)"));
    }

    private Task CreateMissingAsync() =>
        _store.Services.GetRequiredService<MongoIndexBuilder>().CreateMissingAsync(CancellationToken.None);

    private Task<string> CreateAsync(StoredCollection collection, string keys, CreateIndexOptions options) =>
        Database.CollectionOf(collection).Indexes
            .CreateOneAsync(new CreateIndexModel<BsonDocument>(BsonDocument.Parse(keys), options));

    /// <summary>Every index but those that the server itself makes, in words.</summary>
    private async Task<List<string>> ListAsync()
    {
        List<string> found = [];
        foreach (var collection in (StoredCollection[])
        [
            .. StoredCollection.All,
            StoredCollection.CompanyOverviews,
            StoredCollection.TitleJudgements,
            StoredCollection.InsightLeases,
        ])
        {
            using var indexes = await Database.CollectionOf(collection).Indexes.ListAsync();
            found.AddRange(
                from index in await indexes.ToListAsync()
                where index["name"] != "_id_"
                let kind = index.GetValue("unique", false).ToBoolean() ? "unique" : "not unique"
                let removal = index.TryGetValue("expireAfterSeconds", out var seconds) ? $", removes after {seconds} s" : ""
                select $"{collection.Name} {index["name"]} {index["key"].ToJson()} {kind}{removal}");
        }

        return found;
    }

    private IEnumerable<string> Warnings() => _store.Services.GetFakeLogCollector().GetSnapshot()
        .Where(record => record.Level == LogLevel.Warning)
        .Select(record => record.Message);
}
