using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Mongo;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

[Category("MongoDB")]
internal sealed class MongoStoreTests : StoreContract
{
    protected override async Task<StoreUnderTest> CreateStoreAsync()
    {
        var store = MongoTestStore.Open(MongoTestStore.NewServices());
        await store.Services.GetRequiredService<MongoIndexBuilder>().CreateMissingAsync(CancellationToken.None);
        return store;
    }

    protected override Task PutInsightAsync(StoreUnderTest store, StoredCollection collection, BsonDocument document) =>
        store.Services.GetRequiredService<IMongoDatabase>().CollectionOf(collection).InsertOneAsync(document);

    protected override Task RemoveAsync(StoreUnderTest store, IEnumerable<string> dealNames) =>
        store.Services.GetRequiredService<IMongoDatabase>().CollectionOf(StoredCollection.DealInfo)
            .DeleteManyAsync(new BsonDocument("deal_id", new BsonDocument("$in", new BsonArray(dealNames))));
}
