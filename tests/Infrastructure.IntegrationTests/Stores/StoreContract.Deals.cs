using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    /// <summary>Names that would be something else than a name to a careless query.</summary>
    private static readonly string[] StrangeNames =
    [
        """{"$ne":null}""",
        """{"$where":"sleep(1000)"}""",
        "$where",
        "$deal_id",
        "$$ROOT",
        ".*",
        "deal_id",
        "null",
        "7",
        "a'b\"c`d",
        "'; DROP TABLE deal_info; --",
        "back\\slash and %percent_ and [brackets]",
        "before\0after",
        "\0",
        "tab\tand\r\nlines",
        " blanks around ",
        "Zoë Ångström 株式会社",
        "e\u0301 decomposed",
        "emoji 👩‍👩‍👧 🚀",
        "\uFFFD",
        "\u202Ertl",
    ];

    // Half of a surrogate pair. Not in an attribute, whose text the compiler would mend.
    private static readonly string[] NamesThatCannotBeStored = ["\uD800", "Acme \uDC00 renewal"];

    [TestCase("""{"_id":1,"deal_id":"Acme renewal","owner":42,"stage":"Won"}""", null, "Won")]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","owner":{"name":"Sam"},"stage":"Won"}""", null, "Won")]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","owner":["Sam"],"stage":"Won"}""", null, "Won")]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","owner":"Sam","stage":true}""", "Sam", null)]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","owner":"Sam","stage":{}}""", "Sam", null)]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","owner":"Sam","stage":{"$date":"2026-01-05T09:30:00Z"}}""", "Sam", null)]
    public async Task FindDeal_WhenAFieldIsDamaged_ReturnsTheRestAndReportsIt(string stored, string? owner, string? stage)
    {
        await _store.HasAsync(StoredCollection.DealInfo, stored);

        var deal = await _store.Deals.FindByNameAsync(Acme, CancellationToken.None);

        Assert.That((deal?.Name, deal?.Owner, deal?.Stage), Is.EqualTo((Acme, owner, stage)));
        AssertDamageIsReported(StoredCollection.DealInfo, "1");
    }

    [Test]
    public async Task FindDeal_WhenOnlyOtherCollectionsHoldIt_ReturnsNull()
    {
        await _store.HasAsync(StoredCollection.DealTimeline, """{"deal_id":"Acme renewal","events":[{}]}""");
        await _store.HasAsync(StoredCollection.DealInsights, """{"deal_id":"Acme renewal","concerns":[]}""");
        await _store.HasAsync(StoredCollection.MeetingInsights, """{"deal_id":"Acme renewal","meeting_id":"m"}""");

        Assert.That(await _store.Deals.FindByNameAsync(Acme, CancellationToken.None), Is.Null);
    }

    [TestCase("acme renewal")]
    [TestCase("Acme renewal ")]
    [TestCase("Acme")]
    [TestCase("Acme renewal\0")]
    [TestCase("Acme renewa\u200Bl")]
    public async Task FindDeal_WhenTheNameIsNotExactlyTheSame_ReturnsNull(string name)
    {
        await _store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Acme renewal","stage":"Won"}""");

        Assert.That(await _store.Deals.FindByNameAsync(name, CancellationToken.None), Is.Null);
    }

    [TestCaseSource(nameof(StrangeNames))]
    public async Task Reads_WhenTheNameIsStrange_FindWhatIsStoredUnderIt(string name)
    {
        await HasEverythingAsync("decoy", "No.");
        await HasEverythingAsync(name, "Yes.");

        Assert.That(await ReadEverythingAsync(name), Is.EqualTo(("Yes.", (int?)2, 1, "Yes.", "Yes.")));
    }

    [TestCaseSource(nameof(StrangeNames))]
    [TestCaseSource(nameof(NamesThatCannotBeStored))]
    public async Task Reads_WhenTheNameIsStrangeAndNotStored_FindNothing(string name)
    {
        await HasEverythingAsync("decoy", "No.");

        Assert.That(await ReadEverythingAsync(name), Is.EqualTo(((string?)null, (int?)null, 0, "", "")));
    }

    private async Task HasEverythingAsync(string name, string text)
    {
        var key = new BsonString(name).ToJson();
        await _store.HasAsync(StoredCollection.DealInfo, $$"""{"deal_id":{{key}},"stage":"{{text}}"}""");
        await _store.HasAsync(StoredCollection.DealTimeline, $$"""{"deal_id":{{key}},"events":[1,2]}""");
        await _store.HasAsync(
            StoredCollection.DealInsights, $$"""{"deal_id":{{key}},"concerns":{"pricing_concerns":{} } }""");
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            $$"""{"deal_id":{{key}},"meeting_id":"m","transcript":"{{text}}","buyer_attendees":[{"name":"{{text}}"}]}""");
    }

    private async Task<(string? Stage, int? Activities, int Concerns, string Transcripts, string Attendees)> ReadEverythingAsync(
        string name)
    {
        var deal = await _store.Deals.FindByNameAsync(name, CancellationToken.None);
        var timeline = await _store.Deals.FindTimelineAsync(name, CancellationToken.None);
        var concerns = await _store.Concerns.FindAsync(name, CancellationToken.None);
        var meetings = await _store.Meetings.FindForOverviewAsync(name, [new MeetingVersion("m", null, null, 1)], CancellationToken.None);
        var attendances = await _store.Meetings.FindAttendancesAsync(name, CancellationToken.None);

        return (
            deal?.Stage,
            timeline?.ActivityCount,
            concerns.Concerns.Count,
            string.Join(' ', meetings.Select(meeting => meeting.Transcript)),
            string.Join(' ', attendances.Select(attendance => attendance.Attendee.Name)));
    }
}
