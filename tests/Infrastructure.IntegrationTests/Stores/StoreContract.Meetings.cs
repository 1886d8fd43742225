using CsCheck;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;
using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    [Test]
    public async Task FindForOverview_WhenMeetingsAreStored_ReturnsThoseWithText()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """
            {"deal_id":"Acme renewal","meeting_id":"Acme renewal_2026-01-05","meeting_title":"Kick-off",
             "meeting_date":"2026-01-05","transcript":"Hello.","buyer_intent":{"intent":"Neutral","summary":"…"},
             "champion_analysis":[],"topics":{},"buyer_attendees":[{"name":"Bo"}],"last_updated":{"$date":"2026-01-07T00:00:00Z"}}
            """,
            """{"deal_id":"Acme renewal","meeting_id":"demo","meeting_date":{"$date":"2026-01-06T10:00:00Z"},"transcript":" 🚀 ß "}""",
            """{"deal_id":"Acme renewal","meeting_id":"no text","meeting_date":"2026-01-07","transcript":null}""",
            """{"deal_id":"Acme renewal","meeting_id":"blank","meeting_date":"2026-01-07","transcript":" \n\u3000\u2028\u0085 "}""",
            """{"deal_id":"Acme renewal","meeting_id":"nothing"}""",
            """{"deal_id":"Other deal","meeting_id":"other","meeting_date":"2026-01-07","transcript":"Not this."}""");

        var versions = await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None);
        var meetings = await _store.Meetings.FindForOverviewAsync(Acme, versions, CancellationToken.None);

        Assert.That(versions, Is.EqualTo(new[]
        {
            new MeetingVersion("demo", RecordedDate.FromInstant(Utc(2026, 1, 6).AddHours(10)), null, 5),
            new MeetingVersion("Acme renewal_2026-01-05", RecordedDate.FromText("2026-01-05"), Utc(2026, 1, 7), 6),
        }));
        Assert.That(meetings, Is.EqualTo(new[]
        {
            new Meeting("demo", versions[0].Date, " 🚀 ß "),
            new Meeting("Acme renewal_2026-01-05", versions[1].Date, "Hello."),
        }));
        AssertNoDamageIsReported();
    }

    [Test]
    public async Task FindForOverview_WhenTheMeetingsAreGone_ReturnsNone() =>
        Assert.That(
            await _store.Meetings.FindForOverviewAsync(
                Acme, [new MeetingVersion("gone", null, null, 7), new MeetingVersion("", null, null, 7)], CancellationToken.None),
            Is.Empty);

    [Test]
    public async Task FindForOverview_WhenTranscriptsAreLong_ReturnsThemWhole()
    {
        var transcripts = Enumerable.Range(0, 9).Select(number => $"{number}: {new string('ß', 60_000)}").ToList();
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            [.. transcripts.Select((transcript, number) =>
                $$"""
                {"deal_id":"{{Acme}}","meeting_id":"{{number}}","meeting_date":"2026-01-0{{number + 1}}","transcript":"{{transcript}}"}
                """)]);

        var versions = await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None);
        var meetings = await _store.Meetings.FindForOverviewAsync(Acme, versions, CancellationToken.None);

        Assert.That(versions.Select(version => version.TranscriptLength), Is.All.EqualTo(60_003));
        Assert.That(
            meetings.Select(meeting => meeting.Transcript),
            Is.EqualTo(transcripts.AsEnumerable().Reverse().Take(OverviewMaterial.MaxMeetings)));
    }

    [Test]
    public async Task FindOverviewVersions_WhenADateIsUnreadable_TakesTheDayInTheIdentifier()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{"deal_id":"Acme renewal","meeting_id":"Acme renewal_2026-01-06","meeting_date":"last Tuesday","transcript":"Said."}""",
            """{"deal_id":"Acme renewal","meeting_id":"Acme renewal_2026-01-08","transcript":"Said."}""",
            """{"deal_id":"Acme renewal","meeting_id":"Acme renewal_2026-13-08","transcript":"Said."}""",
            """{"deal_id":"Acme renewal","meeting_id":"2026-01-09","transcript":"Said."}""",
            """{"deal_id":"Acme renewal","meeting_id":"b","meeting_date":"2026-01-07","transcript":"Said."}""");

        var versions = await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None);

        Assert.That(
            versions.Select(version => version.Id),
            Is.EqualTo(new[]
            {
                "Acme renewal_2026-01-08", "b", "Acme renewal_2026-01-06", "2026-01-09", "Acme renewal_2026-13-08",
            }));
    }

    [TestCase("""{"_id":1,"deal_id":"Acme renewal","meeting_id":"m","meeting_date":20260105,"transcript":"Text."}""", true)]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","meeting_id":"m","meeting_date":{},"transcript":"Text."}""", true)]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","meeting_id":"","meeting_date":{},"transcript":"Text."}""", true)]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","meeting_id":"m","transcript":["Text."]}""", false)]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","meeting_id":"m","transcript":5}""", false)]
    public async Task FindForOverview_WhenAMeetingIsDamaged_ReturnsWhatCanBeRead(string stored, bool isChosen)
    {
        await _store.HasAsync(StoredCollection.MeetingInsights, stored);

        var versions = await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None);
        var meetings = await _store.Meetings.FindForOverviewAsync(Acme, versions, CancellationToken.None);

        Assert.That(versions, Has.Count.EqualTo(isChosen ? 1 : 0));
        Assert.That(meetings.Select(meeting => (meeting.Date, meeting.Transcript)), Is.All.EqualTo(((RecordedDate?)null, "Text.")));
        Assert.That(meetings, Has.Count.EqualTo(versions.Count));
        AssertDamageIsReported(StoredCollection.MeetingInsights, "1");
    }

    [Test]
    public async Task FindAttendees_WhenIdsHoldRareCharacters_OrdersThemAsTheDomainDoes()
    {
        // By UTF-8 bytes, in which stores compare, these two are the other way round.
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{"deal_id":"Acme renewal","meeting_id":"\ue000","buyer_attendees":[{"name":"Second"}]}""",
            """{"deal_id":"Acme renewal","meeting_id":"😀","buyer_attendees":[{"name":"First"}]}""");

        var attendees = await _store.Meetings.FindAttendancesAsync(Acme, CancellationToken.None);

        Assert.That(attendees.Select(attendance => attendance.Attendee.Name), Is.EqualTo(new[] { "First", "Second" }));
    }

    [TestCase("""{"deal_id":"Acme renewal","meeting_id":"m"}""")]
    [TestCase("""{"deal_id":"Acme renewal","meeting_id":"m","buyer_attendees":null}""")]
    [TestCase("""{"deal_id":"Acme renewal","meeting_id":"m","buyer_attendees":[]}""")]
    [TestCase("""{"deal_id":"Acme renewal","meeting_id":"m","buyer_attendees":[null]}""")]
    public async Task FindAttendees_WhenNoneAreRecorded_ReturnsNobody(string stored)
    {
        await _store.HasAsync(StoredCollection.MeetingInsights, stored);

        Assert.That(await _store.Meetings.FindAttendancesAsync(Acme, CancellationToken.None), Is.Empty);
        AssertNoDamageIsReported();
    }

    [Test]
    public async Task FindAttendees_WhenFieldsAreMissing_ReturnsThemAsEmpty()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """
            {"deal_id":"Acme renewal","meeting_id":"m","buyer_attendees":
             [{},{"name":null,"email":"b@acme.test"},{"title":"CFO","phone":"1"}]}
            """);

        var attendees = await _store.Meetings.FindAttendancesAsync(Acme, CancellationToken.None);

        Assert.That(
            attendees.Select(attendance => attendance.Attendee),
            Is.EqualTo(new Attendee[] { new("", "", ""), new("", "b@acme.test", ""), new("", "", "CFO") }));
        AssertNoDamageIsReported();
    }

    [TestCase("\"Bo\"", new string[0])]
    [TestCase("7", new string[0])]
    [TestCase("""{"name":"Bo"}""", new string[0])]
    [TestCase("""["Al",{"name":"Bo"},7]""", new[] { "Bo" })]
    [TestCase("""[["Al"],{"name":"Bo"}]""", new[] { "Bo" })]
    [TestCase("""[{"name":"Bo","email":5},{"name":"Cy","title":["CFO"]}]""", new[] { "Bo", "Cy" })]
    public async Task FindAttendees_WhenTheyAreDamaged_ReturnsTheRestAndReportsIt(string stored, string[] names)
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            $$"""{"_id":1,"deal_id":"{{Acme}}","meeting_id":"m","buyer_attendees":{{stored}}}""");

        var attendees = await _store.Meetings.FindAttendancesAsync(Acme, CancellationToken.None);

        Assert.That(attendees.Select(attendance => attendance.Attendee.Name), Is.EqualTo(names));
        AssertDamageIsReported(StoredCollection.MeetingInsights, "1");
    }

    [Test]
    public async Task FindDealNames_NamesEveryDealWithMeetingsOnce()
    {
        await _store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Without meetings"}""");
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            $$"""{"deal_id":"{{Acme}}","meeting_id":"m1"}""",
            $$"""{"deal_id":"{{Acme}}","meeting_id":"m2"}""",
            """{"deal_id":"","meeting_id":"m"}""",
            """{"deal_id":"Ünïcode 🚀 \"deal\"","meeting_id":"m"}""");

        Assert.That(
            await _store.Meetings.FindDealNamesAsync(CancellationToken.None),
            Is.EquivalentTo(new[] { Acme, "", "Ünïcode 🚀 \"deal\"" }));
    }
}
