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
        await HasDealAmongOthersAsync();

        await Removal.RemoveDealAsync(Deal, isRehearsal: false, CancellationToken.None);
        await Removal.EraseTracesAsync(CancellationToken.None);

        Assert.That(await CountMarkersAsync(), Is.Zero);
        Assert.That(await _store.Documents.CountAsync(StoredCollection.DealInfo, CancellationToken.None), Is.EqualTo(1_000));
    }

    [Test]
    public async Task EraseTraces_WhileAnotherConnectionReadsAnOlderState_FailsAndErasesWhenRepeated()
    {
        await HasDealAmongOthersAsync();
        await using var reader = EmbeddedStores.Connect(_file);
        reader.Execute("BEGIN; SELECT count(*) FROM deal_info");

        await Removal.RemoveDealAsync(Deal, isRehearsal: false, CancellationToken.None);
        await Assert.ThatAsync(
            () => Removal.EraseTracesAsync(CancellationToken.None), Throws.TypeOf<UpstreamUnavailableException>());
        reader.Execute("COMMIT");
        await Removal.EraseTracesAsync(CancellationToken.None);

        Assert.That(await CountMarkersAsync(), Is.Zero);
    }

    /// <summary>Stores a deal between others, one at a time and in a mixed order, which splits pages again and again.</summary>
    private async Task HasDealAmongOthersAsync()
    {
        var names = Enumerable.Range(0, 1_000).Select(number => $"{(char)('A' + (number * 7 % 26))} {number * 37 % 1_000}").ToList();
        names.Insert(names.Count / 2, Deal);
        foreach (var batch in names.Chunk(20))
        {
            await UpsertAsync(StoredCollection.DealInfo, batch.Select(name => Document(name, 200)));
            await UpsertAsync(StoredCollection.MeetingInsights, batch.Select(name => Document(name, 300).Add("meeting_id", "1")));
            await UpsertAsync(
                StoredCollection.DealTimeline,
                batch.Select(name => Document(name, 50).Add("events", new BsonArray { Document(name, 100), Document(name, 400) })));
        }

        // Rows that grow are moved to other pages.
        await UpsertAsync(StoredCollection.DealInfo, names.Select(name => Document(name, name.Length * 40)));
    }

    private static BsonDocument Document(string name, int length) =>
        new() { { "deal_id", name }, { "notes", new string('n', length) }, { "about", name } };

    private async Task UpsertAsync(StoredCollection collection, IEnumerable<BsonDocument> documents) => Assert.That(
        await _store.Documents.UpsertAsync(collection, [.. documents], CancellationToken.None), Is.Empty);

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
