using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.Transfer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>Makes embedded stores as the application registers them.</summary>
internal static class EmbeddedStores
{
    /// <summary>An embedded store in a file that outlives it.</summary>
    public static StoreUnderTest Open(string file, bool loadSamples = false) =>
        new(Services(file, loadSamples), remove: () => Task.CompletedTask);

    /// <summary>An embedded store in a folder of its own.</summary>
    public static StoreUnderTest Create()
    {
        var folder = new TemporaryFolder();
        return new StoreUnderTest(Services(Path.Combine(folder.Path, "store.db"), loadSamples: false), () =>
        {
            folder.Dispose();
            return Task.CompletedTask;
        });
    }

    /// <summary>A connection to a store's file beside the store's own.</summary>
    public static SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False;Default Timeout=1");
        connection.Open();
        return connection;
    }

    private static ServiceProvider Services(string file, bool loadSamples)
    {
        var services = StoreContract.NewServices(
            ("Embedded:Path", file), ("Embedded:LoadSamples", loadSamples.ToString()));
        services.AddEmbeddedStore().AddTransfer();

        return services.BuildServiceProvider(validateScopes: true);
    }
}
