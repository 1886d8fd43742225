using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>How the events of timelines are stored in a table of their own.</summary>
internal sealed class SqliteEventTests
{
    private StoreUnderTest _store = null!;

    [SetUp]
    public void MakeStore() => _store = EmbeddedStores.Create();

    [TearDown]
    public async Task RemoveStoreAsync() => await _store.DisposeAsync();

    [Test]
    public async Task Upsert_WhenATimelineHasEvents_PutsEachIntoARow()
    {
        await HasTimelineAsync(
            """{ "event_type": "Call", "event_date": { "$date": "2026-01-05T09:30:00Z" }, "content": "one" }""",
            """{ "event_type": "Meeting", "event_date": "2026-01-06", "content": "two" }""",
            "7",
            """{ "event_type": null, "event_date": "last Tuesday" }""");

        Assert.That(
            await ScalarAsync(
                "SELECT group_concat(concat_ws(':', deal_id, position, event_type, event_date), ', ') FROM deal_events"),
            Is.EqualTo(
                $"Acme:0:Call:{new DateTime(2026, 1, 5, 9, 30, 0).Ticks}, "
                + $"Acme:1:Meeting:{new DateTime(2026, 1, 6).Ticks}, Acme:3:0"));
        Assert.That((await _store.Deals.FindTimelineAsync("Acme", CancellationToken.None))?.ActivityCount, Is.EqualTo(4));
    }

    [Test]
    public async Task ReadAll_WhenSomeEventsAreNoDocuments_ReturnsTheTimelineAsItWas()
    {
        string[] events = ["null", """{ "a": 1 }""", "7", "[]", "{ }", """{ "b": 2 }""", "\"x\""];
        var stored = BsonDocument.Parse(
            $$"""{ "_id": 1, "deal_id": "Acme", "events": [{{string.Join(',', events)}}], "end_date": "2026-01-05" }""");

        await _store.Documents.UpsertAsync(StoredCollection.DealTimeline, [stored], CancellationToken.None);

        Assert.That(
            await _store.Documents.ReadAllAsync(StoredCollection.DealTimeline, CancellationToken.None).SingleAsync(),
            Is.EqualTo(stored));
    }

    [Test]
    public async Task Upsert_WhenATimelineIsReplaced_KeepsNoneOfItsEvents()
    {
        await HasTimelineAsync("""{ "event_type": "Call" }""", """{ "event_type": "Note" }""");

        await HasTimelineAsync("""{ "event_type": "Task" }""");

        Assert.That(await ScalarAsync("SELECT group_concat(event_type) FROM deal_events"), Is.EqualTo("Task"));
    }

    private string File => _store.Services.GetRequiredService<EmbeddedDatabase>().File;

    private Task HasTimelineAsync(params string[] events) => _store.HasAsync(
        StoredCollection.DealTimeline, $$"""{ "deal_id": "Acme", "events": [{{string.Join(',', events)}}] }""");

    private async Task<object?> ScalarAsync(string query)
    {
        await using var connection = EmbeddedStores.Connect(File);
        return connection.Scalar(query);
    }
}
