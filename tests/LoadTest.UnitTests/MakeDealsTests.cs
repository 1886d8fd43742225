using DealInsights.LoadTest.Load;
using MongoDB.Bson;

namespace DealInsights.LoadTest.UnitTests;

[CancelAfter(60_000)]
internal sealed class MakeDealsTests
{
    private const int Count = 200;

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("made-deals-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task MakeDeals_WritesEveryCollectionAsImportableDocuments(CancellationToken cancellationToken)
    {
        var folder = await MakeAsync("deals");

        var deals = Read(folder, "deal_info");
        var timelines = Read(folder, "deal_timeline");
        var meetings = Read(folder, "meeting_insights");
        var all = deals.Concat(timelines).Concat(Read(folder, "deal_insights")).Concat(meetings).ToList();
        var names = await DealFile.ReadAsync(Path.Combine(folder, "deal_info.json"), cancellationToken);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(names, Has.Count.EqualTo(Count));
            Assert.That((names[0], names[^1]), Is.EqualTo(("Made 0000001", "Made 0000200")));
            Assert.That(all.Select(document => document["_id"].AsObjectId), Is.Unique);
            Assert.That(all.Select(document => document["last_updated"].BsonType), Is.All.EqualTo(BsonType.DateTime));
            Assert.That(timelines.Select(timeline => timeline["deal_id"].AsString), Is.EqualTo(names));
            Assert.That(Read(folder, "deal_insights").Select(concerns => concerns["deal_id"].AsString), Is.EqualTo(names));
            Assert.That(meetings.Select(meeting => meeting["deal_id"].AsString).Distinct(), Is.EqualTo(names));
            Assert.That(meetings.Select(meeting => meeting["meeting_id"].AsString), Is.Unique);
            Assert.That(
                meetings.Select(meeting => meeting["meeting_id"].AsString),
                Is.EqualTo(meetings.Select(meeting => $"{meeting["deal_id"]}_{meeting["meeting_date"]}")));
        }
    }

    [Test]
    public async Task MakeDeals_FromAnotherNumber_MakesTheSameDealsAsBefore()
    {
        var all = await MakeAsync("all");
        var last = await MakeAsync("last", "--first", "101", "--count", "100");

        Assert.That(Lines(last, "deal_timeline"), Is.EqualTo(Lines(all, "deal_timeline")[100..]));
        Assert.That(
            Lines(last, "meeting_insights"),
            Is.EqualTo(Lines(all, "meeting_insights")[^Lines(last, "meeting_insights").Length..]));
    }

    /// <summary>Makes deals in a folder of the test's.</summary>
    private async Task<string> MakeAsync(string name, params string[] options)
    {
        var folder = Path.Combine(_folder, name);
        string[] count = options.Contains("--count") ? [] : ["--count", $"{Count}"];
        var exitCode = await LoadTestApp.Create().RunAsync(["make-deals", "--folder", folder, .. count, .. options]);
        Assert.That(exitCode, Is.Zero);
        return folder;
    }

    private static string[] Lines(string folder, string collection) =>
        File.ReadAllLines(Path.Combine(folder, $"{collection}.json"));

    private static List<BsonDocument> Read(string folder, string collection) =>
        [.. Lines(folder, collection).Select(line => BsonDocument.Parse(line))];
}
