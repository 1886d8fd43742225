using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    [Test]
    public async Task FindTimeline_WhenItIsStored_ReturnsItsExtent()
    {
        await _store.HasAsync(
            StoredCollection.DealTimeline,
            """
            {"deal_id":"Acme renewal","start_date":"2026-01-05","end_date":"2026-03-01","champions_summary":"…",
             "events":[{"event_id":"1","event_type":"Call","event_date":{"$date":"2026-01-05T09:30:00Z"}},
                       {"event_id":"2","event_type":"Note","engagement_id":null}]}
            """);

        var timeline = await _store.Deals.FindTimelineAsync(Acme, CancellationToken.None);

        Assert.That(
            timeline,
            Is.EqualTo(new Timeline(2, RecordedDate.FromText("2026-01-05"), RecordedDate.FromText("2026-03-01"))));
        AssertNoDamageIsReported();
    }

    [Test]
    public async Task FindTimeline_WhenNoneIsStored_ReturnsNull()
    {
        await _store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Acme renewal"}""");

        Assert.That(await _store.Deals.FindTimelineAsync(Acme, CancellationToken.None), Is.Null);
    }

    [TestCase("""{"deal_id":"Acme renewal"}""", 0)]
    [TestCase("""{"deal_id":"Acme renewal","events":null}""", 0)]
    [TestCase("""{"deal_id":"Acme renewal","events":[]}""", 0)]
    [TestCase("""{"deal_id":"Acme renewal","events":[null,7,"text",[],{}]}""", 5)]
    [TestCase("""{"deal_id":"Acme renewal","activity_count":99,"events":[{}]}""", 1)]
    public async Task FindTimeline_WhateverItsEventsHold_CountsThem(string stored, int count)
    {
        await _store.HasAsync(StoredCollection.DealTimeline, stored);

        var timeline = await _store.Deals.FindTimelineAsync(Acme, CancellationToken.None);

        Assert.That(timeline?.ActivityCount, Is.EqualTo(count));
        AssertNoDamageIsReported();
    }

    [TestCase("""{"_id":1,"deal_id":"Acme renewal","end_date":"2026-03-01","events":{}}""")]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","end_date":"2026-03-01","events":{"0":{}}}""")]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","end_date":"2026-03-01","events":"[]"}""")]
    [TestCase("""{"_id":1,"deal_id":"Acme renewal","end_date":"2026-03-01","events":12}""")]
    public async Task FindTimeline_WhenItsEventsAreNoList_ReturnsTheRestAndReportsIt(string stored)
    {
        await _store.HasAsync(StoredCollection.DealTimeline, stored);

        var timeline = await _store.Deals.FindTimelineAsync(Acme, CancellationToken.None);

        Assert.That(timeline, Is.EqualTo(new Timeline(0, null, RecordedDate.FromText("2026-03-01"))));
        AssertDamageIsReported(StoredCollection.DealTimeline, "1");
    }

    [TestCase("\"2026-01-05\"", "2026-01-05")]
    [TestCase("\"2026-01-05T09:30:00Z\"", "2026-01-05T09:30:00Z")]
    [TestCase("\"last Tuesday\"", "last Tuesday")]
    [TestCase("\"\"", "")]
    [TestCase("""{"$date":"2026-01-05T09:30:00Z"}""", "2026-01-05T09:30:00")]
    [TestCase("""{"$date":"2026-01-05T09:30:00.250Z"}""", "2026-01-05T09:30:00.25")]
    [TestCase("""{"$date":{"$numberLong":"-62135596800000"}}""", "0001-01-01T00:00:00")]
    [TestCase("""{"$date":{"$numberLong":"253402300799999"}}""", "9999-12-31T23:59:59.999")]
    [TestCase("null", null)]
    public async Task FindTimeline_WhateverTheFormOfItsDates_ReturnsThemAsText(string stored, string? text)
    {
        await _store.HasAsync(
            StoredCollection.DealTimeline,
            $$"""{"deal_id":"{{Acme}}","events":[],"start_date":{{stored}},"end_date":{{stored}}}""");

        var timeline = await _store.Deals.FindTimelineAsync(Acme, CancellationToken.None);

        Assert.That((timeline?.StartDate?.Text, timeline?.EndDate?.Text), Is.EqualTo((text, text)));
        AssertNoDamageIsReported();
    }

    [TestCase("20260105")]
    [TestCase("true")]
    [TestCase("{}")]
    [TestCase("""["2026-01-05"]""")]
    [TestCase("""{"$timestamp":{"t":1767605400,"i":1}}""")]
    [TestCase("""{"$date":{"$numberLong":"253402300800001"}}""", Description = "the year 10000")]
    [TestCase("""{"$date":{"$numberLong":"-9223372036854775808"}}""")]
    public async Task FindTimeline_WhenADateIsDamaged_ReturnsTheRestAndReportsIt(string stored)
    {
        await _store.HasAsync(
            StoredCollection.DealTimeline,
            $$"""{"_id":1,"deal_id":"{{Acme}}","events":[{}],"start_date":{{stored}},"end_date":"2026-03-01"}""");

        var timeline = await _store.Deals.FindTimelineAsync(Acme, CancellationToken.None);

        Assert.That(timeline, Is.EqualTo(new Timeline(1, null, RecordedDate.FromText("2026-03-01"))));
        AssertDamageIsReported(StoredCollection.DealTimeline, "1");
    }
}
