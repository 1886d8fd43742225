using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Mongo;
using DealInsights.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>Makes stores in databases of their own on the test server.</summary>
internal static class MongoTestStore
{
    /// <summary>The services of a store whose database does not exist yet. Settings given override the usual ones.</summary>
    public static IServiceCollection NewServices(params (string Name, string? Value)[] settings) =>
        StoreContract.NewServices(
        [
            ("ConnectionStrings:MongoDb", TestMongoServer.ConnectionString),
            ("MongoDb:Database", $"test_{Guid.NewGuid():N}"),
            // One connection is quicker to open than five, and most tests need one.
            ("MongoDb:MinPoolSize", "0"),
            .. settings,
        ]).AddMongoStore();

    /// <summary>Has a recorder listen to the commands of the store's client.</summary>
    public static IServiceCollection RecordCommands(this IServiceCollection services, CommandRecorder recorder) =>
        services.AddSingleton<IMongoClient>(provider =>
        {
            var settings = MongoClientFactory.CreateSettings(
                provider.GetRequiredService<IConfiguration>(),
                provider.GetRequiredService<IOptions<MongoDbOptions>>().Value,
                provider.GetRequiredService<MongoPool>().Watch);
            settings.ClusterConfigurator += recorder.Listen;
            return new MongoClient(settings);
        });

    /// <summary>A store that is removed with its database.</summary>
    public static StoreUnderTest Open(IServiceCollection services)
    {
        var provider = services.BuildServiceProvider();
        var database = provider.GetRequiredService<IMongoDatabase>().DatabaseNamespace.DatabaseName;

        return new StoreUnderTest(provider, async () =>
        {
            // By a client of its own: the store's is gone, or was never able to reach the server.
            using var client = new MongoClient(TestMongoServer.ConnectionString);
            await client.DropDatabaseAsync(database);
        });
    }
}
