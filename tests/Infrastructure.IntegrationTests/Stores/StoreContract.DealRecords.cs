using DealInsights.Domain.Deals;
using DealInsights.Domain.Stakeholders;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    private const string AnId = "60d52ebe3c76ca9760571cda";

    [Test]
    public async Task FindRecord_WhenAllIsStored_ReturnsAllOfIt()
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            """
            {"_id":{"$oid":"60d52ebe3c76ca9760571cda"},"hubspot_id":"1234567890","deal_id":"Acme renewal","company_name":"Acme Supply","stage":"won","owner":"Dana",
             "amount":"$48,600.50","created_date":{"$date":"2026-06-01T14:21:57.276Z"},"last_modified_date":"2026-11-20",
             "last_updated":"2026-11-20T05:35:26+01:00"}
            """);

        Assert.That(
            await _store.Deals.FindByNameAsync(Acme, CancellationToken.None),
            Is.EqualTo(new Deal(
                "1234567890",
                Acme,
                "Acme Supply",
                "won",
                "Dana",
                new Money(48600.50m, "USD"),
                Utc(2026, 6, 1, 14, 21, 57, 276),
                Utc(2026, 11, 20),
                Utc(2026, 11, 20, 4, 35, 26))));
        AssertNoDamageIsReported();
    }

    [TestCase("")]
    [TestCase(""","company_name":null,"stage":null,"owner":{},"amount":null,"created_date":null,"last_modified_date":"soon" """)]
    [TestCase(""","amount":"N/A" """)]
    public async Task FindRecord_WhenLittleIsStored_ReturnsNothingForTheRest(string fields)
    {
        await _store.HasAsync(StoredCollection.DealInfo, $$"""{"_id":{"$oid":"{{AnId}}"},"deal_id":"{{Acme}}"{{fields}}}""");

        Assert.That(
            await _store.Deals.FindByNameAsync(Acme, CancellationToken.None),
            Is.EqualTo(new Deal(AnId, Acme, null, null, null, null, null, null, null)));
        AssertNoDamageIsReported();
    }

    [Test]
    public async Task FindById_FindsADealByItsHubSpotIdOrElseByItsDocumentsId()
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            $$"""{"_id":{"$oid":"{{AnId}}"},"deal_id":"{{Acme}}"}""",
            """{"_id":{"$oid":"60d52ebe3c76ca9760571cdb"},"hubspot_id":"1234567890","deal_id":"Synced"}""",
            """{"_id":{"$oid":"60d52ebe3c76ca9760571cdc"},"hubspot_id":"no digits","deal_id":"Odd"}""");

        Assert.That((await _store.Deals.FindByIdAsync(AnId, CancellationToken.None))?.Name, Is.EqualTo(Acme));
        Assert.That((await _store.Deals.FindByIdAsync("1234567890", CancellationToken.None))?.Name, Is.EqualTo("Synced"));
        Assert.That(
            (await _store.Deals.FindByIdAsync("60d52ebe3c76ca9760571cdc", CancellationToken.None))?.Id,
            Is.EqualTo("60d52ebe3c76ca9760571cdc"));
        foreach (var unknown in (string[])["", "1", "no digits", Acme, "60d52ebe3c76ca9760571cdd", new string('9', 40)])
        {
            Assert.That(await _store.Deals.FindByIdAsync(unknown, CancellationToken.None), Is.Null, unknown);
        }
    }

    [Test]
    public async Task FindIds_LeavesOutNamesWithoutADeal()
    {
        await _store.HasAsync(
            StoredCollection.DealInfo,
            $$"""{"_id":{"$oid":"{{AnId}}"},"deal_id":"{{Acme}}"}""",
            """{"hubspot_id":"17","deal_id":"Synced"}""");

        Assert.That(
            await _store.Deals.FindIdsAsync([Acme, "unknown", "Synced"], CancellationToken.None),
            Is.EquivalentTo(new Dictionary<string, string> { [Acme] = AnId, ["Synced"] = "17" }));
    }

    [TestCase("9000", "9000")]
    [TestCase("""{"$numberDouble":"12.5"}""", "12.5")]
    [TestCase("""{"$numberLong":"-3"}""", "-3")]
    [TestCase("""{"$numberDecimal":"7.10"}""", "7.10")]
    public async Task FindRecord_WhenTheAmountIsANumber_ReturnsItWithoutACurrency(string stored, string amount)
    {
        await _store.HasAsync(StoredCollection.DealInfo, $$"""{"deal_id":"{{Acme}}","amount":{{stored}}}""");

        var record = await _store.Deals.FindByNameAsync(Acme, CancellationToken.None);

        Assert.That(
            record?.Amount,
            Is.EqualTo(new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), null)));
        AssertNoDamageIsReported();
    }

    [TestCase("\"a lot\"")]
    [TestCase("\"1.234\"")]
    [TestCase("[5]")]
    [TestCase("""{"$numberDouble":"NaN"}""")]
    public async Task FindRecord_WhenTheAmountCannotBeRead_ReturnsTheRestAndReportsIt(string stored)
    {
        await _store.HasAsync(StoredCollection.DealInfo, $$"""{"_id":"odd","deal_id":"{{Acme}}","stage":"won","amount":{{stored}}}""");

        var record = await _store.Deals.FindByNameAsync(Acme, CancellationToken.None);

        Assert.That((record?.Stage, record?.Amount), Is.EqualTo(("won", (Money?)null)));
        AssertDamageIsReported(StoredCollection.DealInfo, "odd");
    }

    [Test]
    public async Task FindAttendances_ReturnsWhoWasInWhichMeeting()
    {
        await _store.HasAsync(
            StoredCollection.MeetingInsights,
            """{"deal_id":"Acme renewal","meeting_id":"b","meeting_date":"soon","buyer_attendees":[{"name":"Ann"}]}""",
            """{"deal_id":"Acme renewal","meeting_id":"a","meeting_date":"2026-01-05","buyer_attendees":[{"name":"Bob","title":"CFO"},{"name":"Ann"}]}""",
            """{"deal_id":"Acme renewal","meeting_id":"c","buyer_attendees":null}""",
            """{"deal_id":"other","meeting_id":"a","buyer_attendees":[{"name":"Eve"}]}""");

        Assert.That(
            await _store.Meetings.FindAttendancesAsync(Acme, CancellationToken.None),
            Is.EqualTo(new[]
            {
                new Attendance(new Attendee("Bob", "", "CFO"), "a", Utc(2026, 1, 5)),
                new Attendance(new Attendee("Ann", "", ""), "a", Utc(2026, 1, 5)),
                new Attendance(new Attendee("Ann", "", ""), "b", null),
            }));
    }

    private static DateTime Utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0, int millisecond = 0) =>
        new(year, month, day, hour, minute, second, millisecond, DateTimeKind.Utc);
}
