using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.IntegrationTests.LanguageModel;
using DealInsights.Infrastructure.Redis;
using DealInsights.TestSupport;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace DealInsights.Infrastructure.IntegrationTests.Redis;

/// <summary>What Redis is asked to keep, and what comes back.</summary>
[TestFixture]
[Category("Redis")]
internal sealed class RedisSharedCacheTests
{
    private static readonly DistributedCacheEntryOptions ForADay = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromDays(1) };

    private static readonly InsightOrigin Origin = new("azure-openai", "gpt", "prompt.v1", 1, 2, DateTimeOffset.UnixEpoch);

    private readonly string _prefix = $"test-{Guid.NewGuid():N}";
    private ConnectionMultiplexer _redis = null!;
    private ServiceProvider _services = null!;

    private RedisSharedCache Cache => (RedisSharedCache)_services.GetRequiredService<IDistributedCache>();

    private InsightMemory Memory => _services.GetRequiredService<InsightMemory>();

    [SetUp]
    public async Task SetUp()
    {
        _redis = await ConnectionMultiplexer.ConnectAsync(TestRedisServer.Address);
        _services = Services(("Redis:Lifetime", "01:00:00"));
        var connection = _services.GetRequiredService<RedisConnection>();
        await connection.StartAsync(CancellationToken.None);
        Assert.That(() => connection.IsAvailable, Is.True.After(20_000, 10));
    }

    [TearDown]
    public async Task TearDown()
    {
        if (_services is not null)
        {
            await _services.GetRequiredService<RedisConnection>().StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        }

        if (_redis is not null)
        {
            await foreach (var key in _redis.GetServers().Single().KeysAsync(pattern: $"{_prefix}*"))
            {
                await _redis.GetDatabase().KeyDeleteAsync(key);
            }

            await _redis.DisposeAsync();
        }
    }

    [Test]
    public async Task Entries_AreKeptUnderPrefixAndVersionForNoLongerThanAllowed()
    {
        await Cache.SetAsync("long", [1, 2, 3], ForADay);
        await Cache.SetAsync("short", [1], new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });

        var found = await Cache.GetAsync("long");
        var longest = await _redis.GetDatabase().KeyTimeToLiveAsync($"{_prefix}:v1:long");
        var shortest = await _redis.GetDatabase().KeyTimeToLiveAsync($"{_prefix}:v1:short");
        await Cache.RemoveAsync("long");

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(found, Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(longest, Is.EqualTo(TimeSpan.FromHours(1)).Within(TimeSpan.FromMinutes(1)));
            Assert.That(shortest, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMinutes(1)));
            Assert.That(await Cache.GetAsync("long"), Is.Null);
        });
    }

    [Test]
    public async Task AnEntryOfAnotherKind_IsNoneAndIsOverwritten()
    {
        await _redis.GetDatabase().ListLeftPushAsync($"{_prefix}:v1:key", "garbage");

        var before = await Cache.GetAsync("key");
        await Cache.SetAsync("key", [7], ForADay);

        Assert.That(before, Is.Null);
        Assert.That(await Cache.GetAsync("key"), Is.EqualTo(new byte[] { 7 }));
    }

    [Test]
    public async Task ACallThatIsCancelled_IsNoFailureOfRedis()
    {
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();

        Assert.That(async () => await Cache.GetAsync("key", caller.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_services.GetRequiredService<RedisConnection>().IsAvailable, Is.True);
    }

    [Test]
    public async Task Overview_ThatAnotherInstanceRemembered_IsFound()
    {
        await using var another = await StartAnotherAsync();
        await another.GetRequiredService<InsightMemory>().RememberAsync(Overview("a"), CancellationToken.None);

        var found = await Memory.FindSharedOverviewAsync("a", CancellationToken.None);
        var nowInMemory = await Memory.RecallOverviewAsync("a", CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(found?.Summary.Text, Is.EqualTo("Said of a."));
            Assert.That(nowInMemory?.Overview, Is.SameAs(found));
        });
    }

    [Test]
    public async Task Overview_OfOtherMaterialUnderItsKey_IsNotFound()
    {
        await using var another = await StartAnotherAsync();
        await another.GetRequiredService<HybridCache>().SetAsync("overview:a", new RememberedOverview(Overview("b")));

        Assert.That(await Memory.FindSharedOverviewAsync("a", CancellationToken.None), Is.Null);
        Assert.That(await Memory.RecallOverviewAsync("a", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Overview_WhoseEntryIsDamaged_IsNotFound()
    {
        await using var another = await StartAnotherAsync();
        await another.GetRequiredService<InsightMemory>().RememberAsync(Overview("a"), CancellationToken.None);
        var key = $"{_prefix}:v1:overview:a";
        var entry = (byte[])(await _redis.GetDatabase().StringGetAsync(key))!;
        // The document's end, behind the head by which the cache knows its own.
        Array.Fill(entry, (byte)0xff, entry.Length / 2, entry.Length / 4);
        await _redis.GetDatabase().StringSetAsync(key, entry);

        var found = await Memory.FindSharedOverviewAsync("a", CancellationToken.None);

        Assert.That(found, Is.Null);
        Assert.That(
            _services.GetFakeLogCollector().GetSnapshot().Select(record => record.Id.Name),
            Has.Some.EqualTo("SharedInsightUnreadable"));
    }

    private static StoredOverview Overview(string fingerprint) =>
        new("Acme", fingerprint, new MeetingSummary([new SummaryStatement($"Said of {fingerprint}.", [])]), Origin);

    private ServiceProvider Services(params (string Name, string? Value)[] settings) => ModelUnderTest.Register(
        new()
        {
            ["ConnectionStrings:Redis"] = TestRedisServer.Address,
            ["Redis:KeyPrefix"] = _prefix,
            ["AzureOpenAI:Endpoint"] = "http://127.0.0.1:1",
            ["AzureOpenAI:Deployment"] = "gpt",
            ["AzureOpenAI:ApiKey"] = "secret",
            // Made by the first who uses it, which nobody does here.
            ["Embedded:Path"] = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        },
        settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        services => services.AddRedis());

    private async Task<ServiceProvider> StartAnotherAsync()
    {
        var services = Services();
        var connection = services.GetRequiredService<RedisConnection>();
        await connection.StartAsync(CancellationToken.None);
        Assert.That(() => connection.IsAvailable, Is.True.After(20_000, 10));

        return services;
    }
}
