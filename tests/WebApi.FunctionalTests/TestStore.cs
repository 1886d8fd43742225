using DealInsights.TestSupport;
using MongoDB.Driver;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>A store of one test's own: a temporary file, or a fresh database on the MongoDB that the tests were given.</summary>
internal sealed class TestStore(IReadOnlyList<string> settings, Func<Task> remove) : IAsyncDisposable
{
    public IReadOnlyList<string> Settings => settings;

    public static TestStore Embedded()
    {
        var folder = Directory.CreateTempSubdirectory("dealinsights-");

        return new TestStore(
            [$"--Embedded:Path={Path.Combine(folder.FullName, "store.db")}"],
            () =>
            {
                folder.Delete(recursive: true);
                return Task.CompletedTask;
            });
    }

    public static TestStore Mongo()
    {
        var connection = TestMongoServer.ConnectionString;
        var database = $"functional_{Guid.NewGuid():N}";

        return new TestStore(
            [$"--ConnectionStrings:MongoDb={connection}", $"--MongoDb:Database={database}"],
            async () =>
            {
                using var client = new MongoClient(connection);
                await client.DropDatabaseAsync(database);
            });
    }

    public async ValueTask DisposeAsync() => await remove();
}
