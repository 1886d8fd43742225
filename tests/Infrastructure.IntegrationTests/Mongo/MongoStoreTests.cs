using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Mongo;
using Microsoft.Extensions.DependencyInjection;

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
}
