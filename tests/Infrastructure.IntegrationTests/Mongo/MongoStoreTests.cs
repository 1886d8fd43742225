using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Mongo;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>
/// The contract suite in one database, which is emptied for each test: to make one with all its indexes takes a server
/// under Wine half a second, to empty it some milliseconds.
/// </summary>
[Category("MongoDB")]
internal sealed class MongoStoreTests : StoreContract
{
    private readonly string _database = $"test_{Guid.NewGuid():N}";

    private StoreUnderTest? _prepared;

    [OneTimeSetUp]
    public async Task MakeDatabaseAsync()
    {
        _prepared = MongoTestStore.Open(NewMongoServices());
        await _prepared.Services.GetRequiredService<MongoIndexBuilder>().CreateMissingAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task RemoveDatabaseAsync()
    {
        // Null when there is no server, for which every test is skipped or fails.
        if (_prepared is not null)
        {
            await _prepared.DisposeAsync();
        }
    }

    protected override async Task<StoreUnderTest> CreateStoreAsync()
    {
        var database = DatabaseOf(_prepared!);
        foreach (var collection in await (await database.ListCollectionNamesAsync()).ToListAsync())
        {
            await database.GetCollection<BsonDocument>(collection).DeleteManyAsync(new BsonDocument());
        }

        var services = NewMongoServices().BuildServiceProvider();
        return new StoreUnderTest(services, () => Task.CompletedTask);
    }

    protected override Task PutInsightAsync(StoreUnderTest store, StoredCollection collection, BsonDocument document) =>
        DatabaseOf(store).CollectionOf(collection).InsertOneAsync(document);

    protected override Task RemoveAsync(StoreUnderTest store, IEnumerable<string> dealNames) =>
        DatabaseOf(store).CollectionOf(StoredCollection.DealInfo)
            .DeleteManyAsync(new BsonDocument("deal_id", new BsonDocument("$in", new BsonArray(dealNames))));

    private static IMongoDatabase DatabaseOf(StoreUnderTest store) => store.Services.GetRequiredService<IMongoDatabase>();

    private IServiceCollection NewMongoServices() => MongoTestStore.NewServices(("MongoDb:Database", _database));
}
