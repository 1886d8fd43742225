using System.Text;
using DealInsights.Application.Failures;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Removal;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>What a removal leaves in the store's files.</summary>
internal sealed class SqliteDataRemovalTests
{
    private const string Marker = "marker-7c1f@example.com";
    private const string Deal = $"A {Marker}";
    private const int Others = 1_200;

    private readonly string[] _removed =
        [.. Enumerable.Range(0, 30).Select(number => $"M {Marker} {number} {new string('y', number * 4)}")];

    private TemporaryFolder _folder = null!;
    private string _file = null!;
    private StoreUnderTest _store = null!;

    [SetUp]
    public void MakeStore()
    {
        _folder = new TemporaryFolder();
        _file = Path.Combine(_folder.Path, "store.db");
        _store = EmbeddedStores.Open(_file);
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private IStoredDataRemoval Removal => _store.Services.GetRequiredService<IStoredDataRemoval>();

    [TestCase(false)]
    [TestCase(true)]
    public async Task EraseTraces_AfterARemoval_LeavesNothingInTheFiles(bool isOfPerson)
    {
        // Longer than a page, so that it has pages of its own, which are freed.
        var transcript = string.Concat(Enumerable.Repeat($"We asked {Marker} again. ", 2_000));
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            $$"""{"deal_id":"{{(isOfPerson ? "A deal" : Deal)}}","meeting_id":"1","transcript":"{{transcript}}","buyer_attendees":[{"email":"{{Marker}}"}]}""",
            """{"deal_id":"Other","meeting_id":"1","transcript":"Something else."}""");
        // The connection for reading stays open, as in a service.
        await _store.Deals.FindByNameAsync("Other", CancellationToken.None);
        Assert.That(await CountMarkersAsync(), Is.GreaterThan(1_900), "otherwise this test looks at the wrong files");

        await (isOfPerson
            ? Removal.RemovePersonAsync(PersonAddress.Read(Marker)!, isRehearsal: false, CancellationToken.None)
            : Removal.RemoveDealAsync(Deal, isRehearsal: false, CancellationToken.None));
        await Removal.EraseTracesAsync(CancellationToken.None);

        Assert.That(await CountMarkersAsync(), Is.Zero);
    }

    [Test]
    public async Task EraseTraces_WhenOrdinaryWritesHaveMovedTheRows_LeavesNothingInTheFiles()
    {
        await HasDealsAmongOthersAsync();

        await RemoveDealsAsync();
        await Removal.EraseTracesAsync(CancellationToken.None);

        Assert.That(await CountMarkersAsync(), Is.Zero);
        Assert.That(await _store.Documents.CountAsync(StoredCollection.DealInfo, CancellationToken.None), Is.EqualTo(Others));
    }

    [Test]
    public async Task EraseTraces_WhileAnotherConnectionReadsAnOlderState_FailsAndErasesWhenRepeated()
    {
        await HasDealsAmongOthersAsync();
        await using var reader = EmbeddedStores.Connect(_file);
        reader.Execute("BEGIN; SELECT count(*) FROM deal_info");

        await RemoveDealsAsync();
        await Assert.ThatAsync(
            () => Removal.EraseTracesAsync(CancellationToken.None), Throws.TypeOf<UpstreamUnavailableException>());
        reader.Execute("COMMIT");
        await Removal.EraseTracesAsync(CancellationToken.None);

        Assert.That(await CountMarkersAsync(), Is.Zero);
    }

    /// <summary>
    /// Stores deals of all lengths in a mixed order and replaces many of them, which moves rows from page to page and
    /// leaves copies of some behind, even with <c>secure_delete</c>.
    /// </summary>
    private async Task HasDealsAmongOthersAsync()
    {
        var random = new Random(1);
        var names = Enumerable.Range(0, Others)
            .Select(number => $"{(char)random.Next('A', 'Z')} {number}{new string('x', random.Next(120))}")
            .Concat(_removed)
            .ToArray();
        random.Shuffle(names);
        foreach (var batch in names.Concat(random.GetItems(names, Others / 2)).Chunk(20))
        {
            await UpsertAsync(StoredCollection.DealInfo, batch, name => Document(name, random.Next(900)));
            await UpsertAsync(
                StoredCollection.DealTimeline,
                batch,
                name => Document(name, 50).Add("events", new BsonArray { Document(name, 100), Document(name, random.Next(900)) }));
            for (var day = 1; day <= 3; day++)
            {
                await UpsertAsync(
                    StoredCollection.MeetingInsights,
                    batch,
                    name => Document(name, random.Next(1_900)).Add("meeting_id", $"{name}_2026-01-0{day}"));
            }
        }
    }

    private async Task RemoveDealsAsync()
    {
        foreach (var name in _removed)
        {
            await Removal.RemoveDealAsync(name, isRehearsal: false, CancellationToken.None);
        }
    }

    private static BsonDocument Document(string name, int length) =>
        new() { { "deal_id", name }, { "notes", new string('n', length) }, { "about", name } };

    private async Task UpsertAsync(StoredCollection collection, string[] names, Func<string, BsonDocument> make) => Assert.That(
        await _store.Documents.UpsertAsync(collection, [.. names.Select(make)], CancellationToken.None), Is.Empty);

    private async Task<int> CountMarkersAsync()
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(_folder.Path))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            count += Encoding.Latin1.GetString(bytes.ToArray()).Split(Marker).Length - 1;
        }

        return count;
    }
}
