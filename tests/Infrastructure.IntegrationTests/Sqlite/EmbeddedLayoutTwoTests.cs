using DealInsights.Domain.Deals;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>How a file of the second layout becomes one of today's.</summary>
internal sealed class EmbeddedLayoutTwoTests
{
    private static readonly (StoredCollection Collection, BsonDocument Document)[] Documents =
    [
        (StoredCollection.DealInfo, BsonDocument.Parse(
            """{"_id":1,"deal_id":"Acme","company_name":"Acme AG","stage":"won","owner":"Dana","amount":"€5","last_modified_date":"2026-01-05","notes":"kept"}""")),
        (StoredCollection.DealInfo, BsonDocument.Parse("""{"_id":2,"deal_id":"Bare","owner":{}}""")),
        (StoredCollection.DealInsights, BsonDocument.Parse(
            """{"_id":3,"deal_id":"Acme","concerns":[{"pricing_concerns":{"has_concerns":true}}],"last_updated":{"$date":"2026-01-06T00:00:00Z"}}""")),
    ];

    private TemporaryFolder _folder = null!;
    private string _file = null!;

    [SetUp]
    public void MakeFile()
    {
        _folder = new TemporaryFolder();
        _file = Path.Combine(_folder.Path, "store.db");
        LayoutTwo.Create(_file, Documents);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Open_WhenTheLayoutIsOlder_AnswersAsAFileOfTodaysLayout()
    {
        await using var converted = EmbeddedStores.Open(_file);
        await using var today = EmbeddedStores.Create();
        foreach (var (collection, document) in Documents)
        {
            await today.Documents.UpsertAsync(collection, [document], CancellationToken.None);
        }

        var answers = await AnswersAsync(converted);

        Assert.That(answers, Is.EqualTo(await AnswersAsync(today)));
        Assert.That(answers, Has.Some.Contains("EUR").And.Some.Contains("2026"));
        Assert.That(
            converted.Services.GetFakeLogCollector().GetSnapshot().Select(record => record.Message),
            Has.One.EqualTo("Brought the embedded store from layout 2 to layout 3"));
    }

    [Test]
    public async Task Open_WhenTheLayoutIsOlder_MakesTheTablesAndIndexesOfANewFile()
    {
        var newFile = Path.Combine(_folder.Path, "new.db");
        await using var converted = EmbeddedStores.Open(_file);
        await using var today = EmbeddedStores.Open(newFile);
        await converted.Deals.FindAsync("Acme", CancellationToken.None);
        await today.Deals.FindAsync("Acme", CancellationToken.None);

        Assert.That(EmbeddedLayoutTests.LayoutOf(_file), Is.Not.Empty.And.EqualTo(EmbeddedLayoutTests.LayoutOf(newFile)));
    }

    [Test]
    public async Task Open_WhenADocumentIsNotEvenBson_ConvertsTheOthersAndLeavesItAsItWas()
    {
        await using (var connection = EmbeddedStores.Connect(_file))
        {
            Infrastructure.Sqlite.SqliteConnectionExtensions.Execute(
                connection, "UPDATE deal_info SET document = x'FF00FF' WHERE deal_id = 'Acme'");
        }

        await using var store = EmbeddedStores.Open(_file);

        Assert.That((await store.Deals.FindAsync("Acme", CancellationToken.None))?.Owner, Is.EqualTo("Dana"));
        Assert.That((await store.Deals.FindRecordAsync("Bare", CancellationToken.None))?.Name, Is.EqualTo("Bare"));
    }

    private static async Task<IReadOnlyList<string>> AnswersAsync(StoreUnderTest store)
    {
        var answers = new List<string>
        {
            $"{await store.Deals.FindRecordAsync("Acme", CancellationToken.None)}",
            $"{await store.Deals.FindRecordAsync("Bare", CancellationToken.None)}",
            $"{(await store.Concerns.FindRecordAsync("Acme", CancellationToken.None)).AssessedAt:O}",
        };
        foreach (var filter in (DealFilter[])[new("won", "Dana", "acme a"), new(null, null, null)])
        {
            foreach (var key in Enum.GetValues<DealSortKey>())
            {
                var page = await store.Deals.ListAsync(
                    new DealListing(filter, new DealOrder(key, IsDescending: true), null, 10), CancellationToken.None);
                answers.Add(string.Join("; ", page));
            }
        }

        return answers;
    }
}
