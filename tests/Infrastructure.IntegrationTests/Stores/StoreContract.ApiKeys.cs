using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    private static readonly DateTimeOffset Made = new(2026, 11, 25, 12, 0, 0, 123, TimeSpan.Zero);

    private IApiKeyRepository Keys => _store.Services.GetRequiredService<IApiKeyRepository>();

    [TestCase(Role.Reader)]
    [TestCase(Role.Operator)]
    [TestCase(Role.Admin)]
    public async Task FindKey_AfterItWasAdded_ReturnsItAsItWas(Role role)
    {
        var key = Key("a") with { Role = role };
        await Keys.AddAsync(key, CancellationToken.None);

        Assert.That(await Keys.FindAsync("a", CancellationToken.None), Is.EqualTo(key));
        Assert.That(await Keys.FindAsync("A", CancellationToken.None), Is.Null);
        Assert.That(await Keys.FindAsync("", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task ListKeys_ReturnsAllByNameAndThenByTime()
    {
        ApiKey[] keys =
        [
            Key("1") with { Name = "alpha" },
            Key("2") with { Name = "alpha", CreatedAt = Made.AddMilliseconds(1) },
            Key("3") with { Name = "beta", CreatedAt = Made.AddDays(-1) },
        ];
        foreach (var key in keys.Reverse())
        {
            await Keys.AddAsync(key, CancellationToken.None);
        }

        Assert.That(await Keys.ListAsync(CancellationToken.None), Is.EqualTo(keys));
    }

    [Test]
    public async Task RevokeKey_MarksThatOneAndKeepsTheFirstTime()
    {
        await Keys.AddAsync(Key("a"), CancellationToken.None);
        await Keys.AddAsync(Key("b"), CancellationToken.None);

        await Keys.RevokeAsync("a", Made.AddDays(1), CancellationToken.None);
        await Keys.RevokeAsync("a", Made.AddDays(2), CancellationToken.None);
        await Keys.RevokeAsync("none", Made, CancellationToken.None);

        Assert.That(
            await Keys.ListAsync(CancellationToken.None),
            Is.EqualTo(new[] { Key("a") with { RevokedAt = Made.AddDays(1) }, Key("b") }));
    }

    [Test]
    public async Task ExpireKey_MovesTheEndForwardAndNeverBack()
    {
        await Keys.AddAsync(Key("a"), CancellationToken.None);

        await Keys.ExpireAsync("a", Made.AddYears(9), CancellationToken.None);
        Assert.That((await Keys.FindAsync("a", CancellationToken.None))!.ExpiresAt, Is.EqualTo(Key("a").ExpiresAt));

        await Keys.ExpireAsync("a", Made.AddDays(1), CancellationToken.None);
        Assert.That((await Keys.FindAsync("a", CancellationToken.None))!.ExpiresAt, Is.EqualTo(Made.AddDays(1)));
    }

    [Test]
    public async Task RecordUse_KeepsTheLatest()
    {
        await Keys.AddAsync(Key("a"), CancellationToken.None);

        await Keys.RecordUseAsync("a", Made.AddMinutes(2), CancellationToken.None);
        await Keys.RecordUseAsync("a", Made.AddMinutes(1), CancellationToken.None);

        Assert.That((await Keys.FindAsync("a", CancellationToken.None))!.LastUsedAt, Is.EqualTo(Made.AddMinutes(2)));
    }

    private static ApiKey Key(string hash) => new(hash, "crm-ui", Role.Reader, Made, Made.AddDays(365));
}
