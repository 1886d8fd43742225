using System.Text;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.Removal;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>What is left of a removal in the files.</summary>
[TestFixture]
internal sealed class SqliteDataRemovalTests
{
    private const string Marker = "marker-7c1f@example.com";

    [TestCase(false)]
    [TestCase(true)]
    public async Task Removal_LeavesNothingInTheFiles(bool isOfPerson)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "store.db");
        await using var store = EmbeddedStores.Open(file);
        // Longer than a page, and so with pages of its own that are freed.
        var transcript = string.Concat(Enumerable.Repeat($"We asked {Marker} again. ", 2_000));
        await store.HasAsync(
            StoredCollection.MeetingInsights,
            $$"""{"deal_id":"A {{(isOfPerson ? "deal" : Marker)}}","meeting_id":"1","transcript":"{{transcript}}","buyer_attendees":[{"email":"{{Marker}}"}]}""",
            """{"deal_id":"Other","meeting_id":"1","transcript":"Something else."}""");
        // Its connection for reading stays open, as a service's do.
        await store.Deals.FindAsync("Other", CancellationToken.None);
        Assert.That(await CountMarkersAsync(folder.Path), Is.GreaterThan(2_000), "else this test looks at the wrong place");

        var removal = store.Services.GetRequiredService<IStoredDataRemoval>();
        await (isOfPerson
            ? removal.RemovePersonAsync(PersonAddress.Read(Marker)!, isRehearsal: false, CancellationToken.None)
            : removal.RemoveDealAsync($"A {Marker}", isRehearsal: false, CancellationToken.None));

        Assert.That(await CountMarkersAsync(folder.Path), Is.Zero);
    }

    private static async Task<int> CountMarkersAsync(string folder)
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            count += Encoding.Latin1.GetString(bytes.ToArray()).Split(Marker).Length - 1;
        }

        return count;
    }
}
