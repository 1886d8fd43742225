using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

// Of odd dates, see ChoosesAsTheDomainDoesAsync.
internal abstract partial class StoreContract
{
    private static readonly string[][] MeetingsWithOneDigest =
    [
        // Today's form, an older one, and fields that are missing, null or blank
        [
            """{"_id":1,"meeting_id":"Acme renewal_2026-01-05","meeting_date":"2026-01-05","transcript":"Hello."}""",
            """{"_id":2,"meeting_id":"b","meeting_date":{"$date":"2026-01-06T10:00:00.5Z"},"transcript":" Trimmed.\n"}""",
            """{"_id":3,"meeting_id":"c","meeting_date":"last Tuesday","transcript":"Said 🚀."}""",
            """{"_id":4,"meeting_id":"d","transcript":"No date."}""",
            """{"_id":5,"meeting_id":"e","meeting_date":"2026-01-07","transcript":null}""",
            """{"_id":6,"meeting_id":"f","meeting_date":"2026-01-08"}""",
        ],
        // Damage
        [
            """{"_id":1,"meeting_id":"a","meeting_date":20260105,"transcript":"Number for a date."}""",
            """{"_id":2,"meeting_id":"b","meeting_date":{"$date":{"$numberLong":"9223372036854775807"}},"transcript":"Late."}""",
            """{"_id":3,"meeting_id":"c","meeting_date":"2026-01-05","transcript":["List."]}""",
            """{"_id":4,"meeting_id":"","meeting_date":{},"transcript":"No identifier."}""",
        ],
        // More than are chosen, the last ones by identifier alone
        [
            .. Enumerable.Range(1, 9).Select(number =>
                $$"""{"_id":{{number}},"meeting_id":"{{number}}","meeting_date":"2026-01-05","transcript":"{{number}}."}"""),
        ],
        // By UTF-8 bytes, in which stores compare, these are the other way round
        [
            """{"_id":1,"meeting_id":"\ue000","meeting_date":"2026-01-05","transcript":"Second."}""",
            """{"_id":2,"meeting_id":"😀","meeting_date":"2026-01-05T00:00:00Z","transcript":"First."}""",
        ],
    ];

    [TestCaseSource(nameof(MeetingsWithOneDigest))]
    public async Task FindOverviewDigest_WhateverIsStored_IsTheDomains(params string[] stored)
    {
        var meetings = stored.Select(BsonDocument.Parse).ToList();
        await HasMeetingsAsync(meetings);

        var digest = await _store.Meetings.FindOverviewStateAsync(Acme, CancellationToken.None);

        var reader = _store.Services.GetRequiredService<StoredDocumentReader>();
        Assert.That(digest?.Digest, Is.Not.Null.And.EqualTo(OverviewDigest.Of(meetings.Select(reader.ReadMeeting))));
    }

    [Test]
    public async Task FindOverviewDigest_WhenAMeetingIsDamaged_TellsOfItOnce()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{"_id":1,"deal_id":"Acme renewal","meeting_id":"m","meeting_date":7,"transcript":"Text."}""");

        await _store.Meetings.FindOverviewStateAsync(Acme, CancellationToken.None);
        await _store.Meetings.FindForOverviewAsync(Acme, CancellationToken.None);

        AssertDamageIsTold(StoredCollection.MeetingInsights, "1");
    }

    [TestCase("""{"deal_id":"Other deal","meeting_id":"m","transcript":"Text."}""")]
    [TestCase("""{"deal_id":"Acme renewal","meeting_id":"m"}""")]
    [TestCase("""{"deal_id":"Acme renewal","meeting_id":"m","transcript":" \n "}""")]
    [TestCase("""{"deal_id":"Acme renewal","meeting_id":"m","transcript":5}""")]
    public async Task FindOverviewDigest_WhenThereIsNothingToSummarize_AnswersNull(string stored)
    {
        await _store.HasAsync(StoredCollection.MeetingInsights, stored);

        Assert.That(await _store.Meetings.FindOverviewStateAsync(Acme, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task FindOverviewDigest_WhenOnlyMeetingsThatAreNotChosenHaveText_AnswersNull()
    {
        await HasMeetingsAsync(
            [.. Enumerable.Range(1, 7).Select(number => Meeting($"{number}", $"2026-01-0{number}", number == 1 ? "Text." : ""))]);

        Assert.That(await _store.Meetings.FindOverviewStateAsync(Acme, CancellationToken.None), Is.Null);
    }

    [TestCase("2", "2026-01-02", "Other words.", false)]
    [TestCase("2", "2026-01-03", "Text.", false)]
    [TestCase("2", "2026-01-02", null, false)]
    [TestCase("2", "2026-01-02", " Text. ", true, Description = "white space around it is in no overview")]
    [TestCase("1", "2026-01-01", "Other words.", true, Description = "not chosen")]
    [TestCase("8", "2026-01-08", "Text.", false, Description = "one more")]
    [TestCase("0", "2025-12-31", "Text.", true, Description = "one more, but older")]
    public async Task FindOverviewDigest_WhenAMeetingIsStoredAgain_ChangesWithWhatIsSummarized(
        string id, string date, string? transcript, bool staysEqual)
    {
        await HasMeetingsAsync([.. Enumerable.Range(1, 7).Select(number => Meeting($"{number}", $"2026-01-0{number}", "Text."))]);
        var before = await _store.Meetings.FindOverviewStateAsync(Acme, CancellationToken.None);

        await HasMeetingsAsync([Meeting(id, date, transcript)]);

        var after = await _store.Meetings.FindOverviewStateAsync(Acme, CancellationToken.None);
        Assert.That(before, Is.Not.Null);
        Assert.That(after, staysEqual ? Is.EqualTo(before) : Is.Not.Null.And.Not.EqualTo(before));
    }

    private static BsonDocument Meeting(string id, string date, string? transcript) => new()
    {
        { "meeting_id", id },
        { "meeting_date", date },
        { "transcript", (BsonValue?)transcript ?? BsonNull.Value },
    };

    private Task HasMeetingsAsync(IEnumerable<BsonDocument> meetings) => UpsertAsync(
        StoredCollection.MeetingInsights,
        [.. meetings.Select(meeting => new BsonDocument("deal_id", Acme).Merge(meeting))]);
}
