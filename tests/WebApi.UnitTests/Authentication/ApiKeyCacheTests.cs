using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using DealInsights.Application.Failures;
using DealInsights.WebApi.Authentication;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace DealInsights.WebApi.UnitTests.Authentication;

[TestFixture]
internal sealed class ApiKeyCacheTests
{
    private static readonly UpstreamUnavailableException Away = new("The database", TimeSpan.FromSeconds(5), new TimeoutException());

    private FakeTimeProvider _clock = null!;
    private Mock<IApiKeyRepository> _store = null!;
    private ApiKeyCache _cache = null!;
    private ApiKey? _key;
    private int _asked;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider();
        _store = new Mock<IApiKeyRepository>(MockBehavior.Strict);
        _cache = new ApiKeyCache(_store.Object, _clock);
        _key = new ApiKey("hash", "crm-ui", Role.Reader, _clock.GetUtcNow(), _clock.GetUtcNow().AddDays(1));
        _asked = 0;
        _store.Setup(store => store.FindAsync("hash", It.IsAny<CancellationToken>())).Returns(() =>
        {
            _asked++;
            return Task.FromResult<ApiKey?>(_key);
        });
        _store.Setup(store => store.RecordUseAsync("hash", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);
    }

    [TearDown]
    public void TearDown() => _cache.Dispose();

    [Test]
    public async Task ValidKey_IsLookedUpOnceAMinuteAndItsUseRecorded()
    {
        Assert.That(await FindAsync(), Is.EqualTo(_key));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That(await FindAsync(), Is.EqualTo(_key));
        Assert.That(_asked, Is.EqualTo(1));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await FindAsync(), Is.EqualTo(_key));

        Assert.That(_asked, Is.EqualTo(2));
        _store.Verify(
            store => store.RecordUseAsync("hash", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task UnknownKey_IsNotCached()
    {
        var key = _key;
        _key = null;
        Assert.That(await FindAsync(), Is.Null);
        _key = key;

        Assert.That(await FindAsync(), Is.EqualTo(key));
    }

    [Test]
    public async Task StoreThatTakesNoWrites_KeepsNoKeyOut()
    {
        _store.Setup(store => store.RecordUseAsync("hash", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).ThrowsAsync(Away);

        Assert.That(await FindAsync(), Is.EqualTo(_key));
    }

    private Task<ApiKey?> FindAsync() => _cache.FindValidAsync("hash", CancellationToken.None).AsTask();
}
