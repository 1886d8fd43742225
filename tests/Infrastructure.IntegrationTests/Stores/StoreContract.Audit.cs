using DealInsights.Application.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    private static readonly AuditFilter AnyRecord = new(null, null, null, null);
    private static readonly DateTimeOffset NeverExpires = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private IAuditRepository Audit => _store.Services.GetRequiredService<IAuditRepository>();

    [Test]
    public async Task FindAuditRecords_ReturnsTheLatestFirstPageByPage()
    {
        AuditRecord[] records = [.. Enumerable.Range(0, 7).Select(number => Record(number))];
        await Audit.AddAsync([.. records.Reverse()], NeverExpires, CancellationToken.None);
        await Audit.AddAsync([], NeverExpires, CancellationToken.None);
        // As when a batch is tried again of which the store had taken some.
        await Audit.AddAsync([records[3] with { Caller = "somebody else" }, Record(7)], NeverExpires, CancellationToken.None);

        var first = await Audit.FindAsync(AnyRecord, before: null, limit: 5, CancellationToken.None);
        var second = await Audit.FindAsync(AnyRecord, first[^1].Id, limit: 5, CancellationToken.None);

        Assert.That(first, Is.EqualTo([Record(7), .. records[3..7].Reverse()]));
        Assert.That(second, Is.EqualTo(records[..3].Reverse()));
        Assert.That(await Audit.FindAsync(AnyRecord, second[^1].Id, limit: 5, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task FindAuditRecords_WithAFilter_ReturnsThoseAlone()
    {
        AuditRecord[] records =
        [
            Record(0) with { Caller = "key:a", DealHash = "h1", DealId = "$ne" },
            Record(1) with { Caller = "key:b", DealHash = "h1", DealId = null },
            Record(2) with { Caller = "key:a", DealHash = null, DealId = null, Outcome = AuditOutcome.Cancelled },
            Record(3) with { Caller = "' OR 1=1 --", Outcome = AuditOutcome.NotFound },
        ];
        await Audit.AddAsync(records, NeverExpires, CancellationToken.None);

        await AssertFoundAsync(AnyRecord with { Caller = "key:a" }, records[2], records[0]);
        await AssertFoundAsync(AnyRecord with { Caller = "' OR 1=1 --" }, records[3]);
        await AssertFoundAsync(AnyRecord with { DealHash = "h1" }, records[1], records[0]);
        await AssertFoundAsync(AnyRecord with { DealHash = "h1", Caller = "key:a" }, records[0]);
        await AssertFoundAsync(AnyRecord with { Since = records[1].At, Until = records[3].At }, records[2], records[1]);
        await AssertFoundAsync(AnyRecord with { Caller = "nobody" });

        async Task AssertFoundAsync(AuditFilter filter, params AuditRecord[] expected) =>
            Assert.That(await Audit.FindAsync(filter, before: null, limit: 10, CancellationToken.None), Is.EqualTo(expected));
    }

    [Test]
    public async Task ForgetDeal_LeavesItsHashInTheRecords()
    {
        await Audit.AddAsync([Record(0), Record(1), Record(2) with { DealHash = "other" }], NeverExpires, CancellationToken.None);

        Assert.That(await Audit.ForgetDealAsync(Record(0).DealHash!, CancellationToken.None), Is.EqualTo(2));
        Assert.That(await Audit.ForgetDealAsync(Record(0).DealHash!, CancellationToken.None), Is.Zero);
        Assert.That(
            (await Audit.FindAsync(AnyRecord, before: null, limit: 10, CancellationToken.None)).Select(record => (record.DealHash, record.DealId)),
            Is.EqualTo(new[] { ("other", Acme), (Record(1).DealHash, null), (Record(0).DealHash, (string?)null) }));
    }

    private static AuditRecord Record(int number) => new(
        $"{number:x32}",
        Noon.AddSeconds(number).AddMilliseconds(123),
        "key:crm-ui",
        "GET /api/v3/deals/{dealName}",
        "0123456789abcdef",
        Acme,
        AuditOutcome.Done,
        Count: number + 1);
}
