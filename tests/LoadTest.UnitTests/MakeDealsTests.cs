using System.Globalization;
using System.Text.Json;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.MadeDeals;

namespace DealInsights.LoadTest.UnitTests;

[CancelAfter(30_000)]
internal sealed class MakeDealsTests
{
    private const int Count = 300;

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("made-deals-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task MakeDeals_OfACount_WritesSoManyDistinctDealsThatCanBeAskedFor(
        CancellationToken cancellationToken)
    {
        var folder = await MakeAsync("a", "--seed", "7");

        var names = DealNames.Read(await File.ReadAllBytesAsync(
            Path.Combine(folder, DealFiles.DealInfo), cancellationToken));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(names, Has.Count.EqualTo(Count));
            Assert.That((names[0], names[^1]), Is.EqualTo(("Soak 0000001", "Soak 0000300")));
        }
    }

    [Test]
    public async Task MakeDeals_OfEachDeal_WritesOneOrTwoMeetingsWithTalkOfItsOwn()
    {
        var meetings = Read(await MakeAsync("a"), DealFiles.MeetingInsights);
        var byDeal = meetings.GroupBy(meeting => Text(meeting, "deal_id")).ToList();
        var transcripts = meetings.Select(meeting => Text(meeting, "transcript")).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(byDeal, Has.Count.EqualTo(Count));
            Assert.That(byDeal.Select(deal => deal.Count()).Distinct(), Is.EquivalentTo([1, 2]));
            Assert.That(transcripts, Is.Unique);
            Assert.That(transcripts.Select(transcript => transcript.Length), Is.All.InRange(1_000, 4_000));
            Assert.That(transcripts, Has.None.Contains("{").And.None.Contains("}"));
            Assert.That(meetings.Select(meeting => Text(meeting, "meeting_id")), Is.Unique);
            Assert.That(meetings, Has.All.Matches<JsonElement>(meeting =>
                Text(meeting, "meeting_id") == $"{Text(meeting, "deal_id")}_{Text(meeting, "meeting_date")}"
                && IsDay(Text(meeting, "meeting_date"))));
        }
    }

    [Test]
    public async Task MakeDeals_OfEachMeeting_WritesTwoToFourBuyersOfMoreThanOneMail()
    {
        var meetings = Read(await MakeAsync("a"), DealFiles.MeetingInsights);
        var buyers = meetings
            .Select(meeting => meeting.GetProperty("buyer_attendees").EnumerateArray().ToList())
            .ToList();
        var titles = buyers.SelectMany(all => all).Select(buyer => Text(buyer, "title")).Distinct().ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Vocabulary.Titles, Is.Unique.And.Count.InRange(180, 220));
            Assert.That(titles, Is.SubsetOf(Vocabulary.Titles).And.Count.GreaterThan(150));
            Assert.That(buyers.Select(all => all.Count), Is.All.InRange(2, 4));
            Assert.That(buyers.Select(all => all.Select(buyer => Text(buyer, "email"))), Is.All.Unique);
        }
    }

    [Test]
    public async Task MakeDeals_FromAnotherNumber_MakesTheSameDealsAsBefore()
    {
        var all = await MakeAsync("all");
        var last = await MakeAsync("last", "--first", "101", "--count", "200");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lines(last, DealFiles.DealInfo), Is.EqualTo(Lines(all, DealFiles.DealInfo)[100..]));
            Assert.That(
                Lines(last, DealFiles.MeetingInsights),
                Is.EqualTo(Lines(all, DealFiles.MeetingInsights)[^Lines(last, DealFiles.MeetingInsights).Length..]));
        }
    }

    [Test]
    public async Task MakeDeals_OfAnotherSeed_MakesOthers() =>
        Assert.That(
            Lines(await MakeAsync("a", "--seed", "1"), DealFiles.MeetingInsights),
            Is.Not.EqualTo(Lines(await MakeAsync("b", "--seed", "2"), DealFiles.MeetingInsights)));

    [Test]
    public async Task MakeDeals_OverFilesThatAreThere_Refuses()
    {
        await MakeAsync("a");

        Assert.That(
            () => MakeAsync("a"), Throws.TypeOf<UsageException>().With.Message.Contains("already exists"));
    }

    [TestCase("", "--folder DIR and --count N")]
    [TestCase("--folder d", "--folder DIR and --count N")]
    [TestCase("--count 3", "--folder DIR and --count N")]
    [TestCase("--folder d --count 0", "from 1")]
    [TestCase("--folder d --count 1 --seed x", "'x'")]
    [TestCase("--folder d --count --seed", "--count needs a value")]
    [TestCase("--folder d --count 1 --strict", "'--strict'")]
    [TestCase("--folder d --count 2 --first 9999999", "passes 9999999")]
    public void Parse_WhenAnOptionCannotBeUsed_SaysWhich(string arguments, string expected) =>
        Assert.That(
            () => MakeDealsOptions.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            Throws.TypeOf<UsageException>().With.Message.Contains(expected));

    /// <summary>Makes deals in a folder of the test's; later arguments overrule earlier ones.</summary>
    private async Task<string> MakeAsync(string name, params string[] arguments)
    {
        var folder = Path.Combine(_folder, name);
        await MakeDealsCommand.RunAsync(
            ["--folder", folder, $"--count={Count}", .. arguments], TextWriter.Null, CancellationToken.None);
        return folder;
    }

    private static string[] Lines(string folder, string file) => File.ReadAllLines(Path.Combine(folder, file));

    private static List<JsonElement> Read(string folder, string file) =>
        [.. Lines(folder, file).Select(line => JsonElement.Parse(line))];

    private static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Text(JsonElement document, string name) => document.GetProperty(name).GetString()!;
}
