using DealInsights.Application.Privacy;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.Removal;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    private static readonly PersonAddress Ann = PersonAddress.Read("ann.lee@example.com")!;

    private IStoredDataRemoval Removal => _store.Services.GetRequiredService<IStoredDataRemoval>();

    [Test]
    public async Task RemoveDeal_TakesItOutOfEveryCollectionAndNoOther()
    {
        await HasDealAsync(Acme);
        await HasDealAsync("Acme");
        await HasDealAsync("acme renewal");
        await SaveOverviewAsync(Overview("ab12", dealName: Acme));
        await SaveOverviewAsync(Overview("ab12", dealName: "Acme"));
        await TakeOverviewAsync("a crashed holder", Long);

        var rehearsed = await Removal.RemoveDealAsync(Acme, isRehearsal: true, CancellationToken.None);
        var stillThere = await CountAllAsync();
        var removed = await Removal.RemoveDealAsync(Acme, isRehearsal: false, CancellationToken.None);

        Assert.That(
            removed.Collections.Select(collection => (collection.Collection, collection.Removed)),
            Is.EqualTo(new[]
            {
                ("deal_info", 1L), ("deal_timeline", 1L), ("deal_insights", 1L), ("meeting_insights", 2L),
                ("company_overviews", 1L),
            }));
        Assert.That(rehearsed.Collections, Is.EqualTo(removed.Collections));
        Assert.That((rehearsed.IsRehearsal, removed.IsRehearsal), Is.EqualTo((true, false)));
        Assert.That(stillThere, Is.EqualTo(15), "a rehearsal changes nothing");
        Assert.That(await CountAllAsync(), Is.EqualTo(10));
        Assert.That(await _store.Deals.FindByNameAsync(Acme, CancellationToken.None), Is.Null);
        Assert.That(await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None), Is.Empty);
        Assert.That(await _store.Insights.FindOverviewAsync(Acme, CancellationToken.None), Is.Null);
        await AssertOverviewAsync("Acme", Overview("ab12", dealName: "Acme"));
        Assert.That((await TakeOverviewAsync("another", Long)).IsHeld, Is.True);
    }

    [Test]
    public async Task RemoveDeal_WhenItIsGoneOrWasNeverThere_FindsNothing()
    {
        await HasDealAsync(Acme);
        await Removal.RemoveDealAsync(Acme, isRehearsal: false, CancellationToken.None);

        foreach (var name in (string[])[Acme, "never there", "\uD800"])
        {
            var again = await Removal.RemoveDealAsync(name, isRehearsal: false, CancellationToken.None);

            Assert.That(again.IsEmpty, Is.True);
            Assert.That(again.Collections, Has.Count.EqualTo(5), "what was looked into is reported");
        }
    }

    [TestCaseSource(nameof(StrangeNames))]
    public async Task RemoveDeal_WhenTheNameIsStrange_RemovesThatDeal(string name)
    {
        await _store.HasAsync(StoredCollection.DealInfo, new BsonDocument("deal_id", name).ToJson(), """{"deal_id":"decoy"}""");

        var removed = await Removal.RemoveDealAsync(name, isRehearsal: false, CancellationToken.None);

        Assert.That(removed.Collections[0].Removed, Is.EqualTo(1));
        Assert.That(await ReadKeysAsync(StoredCollection.DealInfo), Is.EqualTo(new[] { "decoy" }));
    }

    [Test]
    public async Task RemovePerson_TakesThemOutOfEveryDocument()
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            """{"_id":1,"deal_id":"Acme renewal","owner":"Ann.Lee@example.com","stage":"Won"}""",
            """{"_id":2,"deal_id":"Other deal","owner":"joann.lee@example.com"}""");
        await _store.HasAsync(
            StoredCollection.DealTimeline,
            """{"_id":1,"deal_id":"Other deal","events":[{"content":"From: <ann.lee@example.com>","n":{"$numberLong":"5"}},{"content":"x"}]}""");
        await _store.HasAsync(
            StoredCollection.DealInsights,
            """{"_id":1,"deal_id":"Other deal","by ANN.LEE@example.com":[1],"by ann.lee@example.com":[2],"$set":"ann.lee@example.com.au"}""");
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """
            {"_id":1,"deal_id":"Acme renewal","meeting_id":"1","meeting_date":"2026-01-05","transcript":"Ask Ann.Lee@Example.com.",
             "buyer_attendees":[{"name":"Bob","email":"bob@example.com"},{"name":"Ann","email":" ANN.LEE@example.com "},null,
                                {"name":"Ann","email":"Ann <ann.lee@example.com>"},{"title":"Aide of ann.lee@example.com"}]}
            """,
            """{"_id":2,"deal_id":"Acme renewal","meeting_id":"2","transcript":"joann.lee@example.com","buyer_attendees":[{"name":"Jo"}]}""");
        var versions = await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None);

        var rehearsed = await Removal.RemovePersonAsync(Ann, isRehearsal: true, CancellationToken.None);
        var untouched = (await ReadAllAsync(StoredCollection.DealInfo))[0]["owner"].AsString;
        var removed = await Removal.RemovePersonAsync(Ann, isRehearsal: false, CancellationToken.None);

        Assert.That(
            removed.Collections,
            Is.EqualTo(new CollectionRemoval[]
            {
                new("deal_info", 0, 1, 0), new("deal_timeline", 0, 1, 0), new("deal_insights", 0, 1, 0),
                new("meeting_insights", 0, 1, 0), new("company_overviews", 0, 0, 0), new("title_judgements", 0, 0, 0),
            }));
        Assert.That(rehearsed.Collections, Is.EqualTo(removed.Collections));
        Assert.That(untouched, Is.EqualTo("Ann.Lee@example.com"), "a rehearsal changes nothing");
        await AssertStoredAsync(
            StoredCollection.DealInfo,
            """{ "_id" : 1, "deal_id" : "Acme renewal", "owner" : "[removed]", "stage" : "Won" }""",
            """{ "_id" : 2, "deal_id" : "Other deal", "owner" : "joann.lee@example.com" }""");
        await AssertStoredAsync(
            StoredCollection.DealTimeline,
            """{ "_id" : 1, "deal_id" : "Other deal", "events" : [{ "content" : "From: <[removed]>", "n" : 5 }, { "content" : "x" }] }""");
        await AssertStoredAsync(
            StoredCollection.DealInsights,
            """{ "_id" : 1, "deal_id" : "Other deal", "by [removed]" : [1], "by [removed]'" : [2], "$set" : "ann.lee@example.com.au" }""");
        Assert.That(
            (await _store.Meetings.FindAttendancesAsync(Acme, CancellationToken.None)).Select(attendance => $"{attendance.Attendee.Name}|{attendance.Attendee.Title}"),
            Is.EqualTo(new[] { "Bob|", "|Aide of [removed]", "Jo|" }));
        Assert.That(
            (await _store.Meetings.FindForOverviewAsync(Acme, versions, CancellationToken.None)).Select(meeting => meeting.Transcript),
            Is.EquivalentTo(["Ask [removed].", "joann.lee@example.com"]));
        Assert.That((await _store.Deals.FindByNameAsync(Acme, CancellationToken.None))?.Owner, Is.EqualTo("[removed]"));
        Assert.That(await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None), Is.Not.EqualTo(versions));
        Assert.That((await Removal.RemovePersonAsync(Ann, isRehearsal: false, CancellationToken.None)).IsEmpty, Is.True);
    }

    [Test]
    public async Task RemovePerson_WithAnAddressAsLongAsItsPlaceholder_ChangesTheVersionsOfTheirMeetingsAlone()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{"deal_id":"Acme renewal","meeting_id":"1","meeting_date":"2026-01-05","transcript":"Ask ann@x.com."}""",
            """{"deal_id":"Acme renewal","meeting_id":"2","meeting_date":"2026-01-04","transcript":"Ask bob@x.com."}""");
        var before = await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None);

        await Removal.RemovePersonAsync(PersonAddress.Read("ann@x.com")!, isRehearsal: false, CancellationToken.None);

        var after = await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(after[0].TranscriptLength, Is.EqualTo(before[0].TranscriptLength));
            Assert.That(after[0].LastUpdated, Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromMinutes(10)));
            Assert.That(after[1], Is.EqualTo(before[1]));
        });
    }

    [Test]
    public async Task RemovePerson_TakesOutWhatWasConcludedFromThem()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{"deal_id":"Acme renewal","meeting_id":"1","buyer_attendees":[{"email":"ann.lee@example.com"}]}""",
            """{"deal_id":"Other deal","meeting_id":"1","transcript":"Nothing of her."}""");
        StoredOverview[] overviews =
        [
            Overview("made of a meeting with her"),
            Overview("naming her", 2, "Second deal") with { Summary = new MeetingSummary([new SummaryStatement("ANN.LEE@example.com asks.", [])]) },
            Overview("quoting her", 3, "Third deal") with
            {
                Summary = new MeetingSummary([new SummaryStatement("x", [new Quote("I am ann.lee@example.com", "m", null)])]),
            },
            Overview("of others", 4, "Other deal"),
        ];
        foreach (var overview in overviews)
        {
            await SaveOverviewAsync(overview);
        }

        await _store.Insights.SaveJudgementsAsync(
            [Judgement(1) with { Title = "aide of ann.lee@example.com" }, Judgement(2)], CancellationToken.None);

        var rehearsed = await Removal.RemovePersonAsync(Ann, isRehearsal: true, CancellationToken.None);
        var removed = await Removal.RemovePersonAsync(Ann, isRehearsal: false, CancellationToken.None);

        Assert.That(
            removed.Collections.Where(collection => collection.Removed > 0),
            Is.EqualTo(new CollectionRemoval[] { new("company_overviews", 3, 0, 0), new("title_judgements", 1, 0, 0) }));
        Assert.That(rehearsed.Collections, Is.EqualTo(removed.Collections));
        foreach (var removedOverview in overviews[..3])
        {
            Assert.That(await _store.Insights.FindOverviewAsync(removedOverview.DealName, CancellationToken.None), Is.Null);
        }

        await AssertOverviewAsync("Other deal", overviews[3]);
        Assert.That(
            await _store.Insights.FindJudgementsAsync([Judgement(1).Fingerprint, Judgement(2).Fingerprint], CancellationToken.None),
            Is.EqualTo([Judgement(2)]));
    }

    [Test]
    public async Task RemovePerson_NamedByAKey_SaysThatItIsLeft()
    {
        await _store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Deal of ann.lee@example.com","owner":"Bob"}""");
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{"deal_id":"Other deal","meeting_id":"ann.lee@example.com_2026-01-05","transcript":"ann.lee@example.com"}""");

        var removed = await Removal.RemovePersonAsync(Ann, isRehearsal: false, CancellationToken.None);

        Assert.That(
            removed.Collections.Where(collection => collection.Left > 0),
            Is.EqualTo(new CollectionRemoval[] { new("deal_info", 0, 0, 1), new("meeting_insights", 0, 1, 1) }));
        Assert.That(await ReadKeysAsync(StoredCollection.DealInfo), Is.EqualTo(new[] { "Deal of ann.lee@example.com" }));
    }

    private async Task HasDealAsync(string name)
    {
        foreach (var collection in (StoredCollection[])[StoredCollection.DealInfo, StoredCollection.DealTimeline, StoredCollection.DealInsights])
        {
            await UpsertAsync(collection, new BsonDocument("deal_id", name));
        }

        foreach (var meeting in (string[])["1", "2"])
        {
            await UpsertAsync(
                StoredCollection.MeetingInsights,
                new BsonDocument { { "deal_id", name }, { "meeting_id", meeting }, { "transcript", "We agreed." } });
        }
    }

    private async Task<long> CountAllAsync()
    {
        var counts = await Task.WhenAll(
            StoredCollection.All.Select(collection => _store.Documents.CountAsync(collection, CancellationToken.None)));

        return counts.Sum();
    }

    private async Task AssertStoredAsync(StoredCollection collection, params string[] expected) => Assert.That(
        (await ReadAllAsync(collection)).Select(document => document.ToJson()), Is.EqualTo(expected));
}
