using DealInsights.Infrastructure.IntegrationTests.Stores;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

internal sealed class SqliteStoreTests : StoreContract
{
    protected override Task<StoreUnderTest> CreateStoreAsync() => Task.FromResult(EmbeddedStores.Create());
}
