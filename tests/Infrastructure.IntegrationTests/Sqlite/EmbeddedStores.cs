using DealInsights.Application.Transfer;
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

    /// <summary>Runs statements; all of them, also after one that has a result.</summary>
    public static void Execute(this SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        using var results = command.ExecuteReader();
        while (results.NextResult())
        {
        }
    }

    /// <summary>Returns the first value of a query's first row.</summary>
    public static object? Scalar(this SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar();
    }

    /// <summary>SQLite's plan for a query, one line for each step.</summary>
    public static List<string> PlanOf(string file, string query, params IEnumerable<string> parameters)
    {
        using var connection = Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {query}";
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter, "");
        }

        using var rows = command.ExecuteReader();

        var plan = new List<string>();
        while (rows.Read())
        {
            plan.Add(rows.GetString(rows.GetOrdinal("detail")));
        }

        return plan;
    }

    private static ServiceProvider Services(string file, bool loadSamples)
    {
        var services = StoreContract.NewServices(
            ("Embedded:Path", file), ("Embedded:LoadSamples", loadSamples.ToString()));
        services.AddEmbeddedStore()
            .AddSingleton<IDealImporter, MongoExportImporter>()
            .AddSingleton<IDealExporter, MongoExportExporter>();

        return services.BuildServiceProvider(validateScopes: true);
    }
}
