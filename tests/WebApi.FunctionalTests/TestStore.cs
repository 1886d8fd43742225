using DealInsights.TestSupport;
using Microsoft.Extensions.Logging.Testing;
using MongoDB.Driver;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>A store of one test's own: a temporary file, or a fresh database on the MongoDB that the tests were given.</summary>
internal sealed class TestStore(IReadOnlyList<string> settings, int indexesToCreate, Func<Task> remove) : IAsyncDisposable
{
    private bool _isPrepared;

    public IReadOnlyList<string> Settings => settings;

    public static TestStore Embedded()
    {
        var folder = Directory.CreateTempSubdirectory("dealinsights-");

        return new TestStore(
            [$"--Embedded:Path={Path.Combine(folder.FullName, "store.db")}"],
            indexesToCreate: 0,
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
            indexesToCreate: 12,
            async () =>
            {
                using var client = new MongoClient(connection);
                await client.DropDatabaseAsync(database);
            });
    }

    /// <summary>The same store for another instance, which leaves it behind.</summary>
    public TestStore Shared() => new(settings, indexesToCreate: 0, () => Task.CompletedTask);

    /// <summary>
    /// Returns when the service has created its indexes. It answers before that; but a write that makes a collection
    /// which an index makes at the same moment can bring down the server that runs under Wine.
    /// </summary>
    public async Task WhenPreparedAsync(FakeLogCollector logs)
    {
        using var patience = new CancellationTokenSource(DealInsightsApi.Patience);
        // A service that is started again finds them.
        var created = _isPrepared ? indexesToCreate : 0;
        while (created < indexesToCreate)
        {
            await Task.Delay(20, patience.Token);
            created = logs.GetSnapshot().Count(record => record.Id.Name == "IndexCreated");
        }

        _isPrepared = true;
    }

    public async ValueTask DisposeAsync() => await remove();
}
