using DealInsights.Application.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>What expires. MongoDB's server does this by itself, by an index that its tests look at.</summary>
[TestFixture]
internal sealed class SqliteAuditTests
{
    [Test]
    public async Task RemoveExpired_ForgetsWhatIsDueAndNoMore()
    {
        await using var store = EmbeddedStores.Create();
        var audit = store.Services.GetRequiredService<IAuditRepository>();
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await audit.AddAsync([Record("a")], now.AddMilliseconds(-1), CancellationToken.None);
        await audit.AddAsync([Record("b")], now, CancellationToken.None);
        await audit.AddAsync([Record("c")], now.AddMilliseconds(1), CancellationToken.None);

        await audit.RemoveExpiredAsync(now, CancellationToken.None);

        var left = await audit.FindAsync(new AuditFilter(null, null, null, null), before: null, limit: 10, CancellationToken.None);
        Assert.That(left.Select(record => record.Id), Is.EqualTo(new[] { "c" }));
    }

    private static AuditRecord Record(string id) => new(id, default, "anonymous", "import", null, null, AuditOutcome.Done);
}
