using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using DealInsights.Application.Failures;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace DealInsights.Application.UnitTests.Access;

[TestFixture]
internal sealed class KnownKeysTests
{
    private static readonly UpstreamUnavailableException Away = new("The database", TimeSpan.FromSeconds(5), new TimeoutException());

    private FakeTimeProvider _clock = null!;
    private Mock<IApiKeyRepository> _store = null!;
    private KnownKeys _known = null!;
    private ApiKey _key = null!;
    private int _asked;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider();
        _store = new Mock<IApiKeyRepository>(MockBehavior.Strict);
        _known = new KnownKeys(_store.Object, _clock);
        _key = new ApiKey("hash", "crm-ui", Role.Reader, _clock.GetUtcNow(), _clock.GetUtcNow().AddDays(1));
        _asked = 0;
        Stores(() => Task.FromResult<ApiKey?>(_key));
    }

    [Test]
    public async Task Key_ThatWasFoundValid_IsAskedAboutAgainAfterHalfAMinute()
    {
        Assert.That(await FindAsync(), Is.EqualTo(_key));
        _clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.That(await FindAsync(), Is.EqualTo(_key));
        Assert.That(_asked, Is.EqualTo(1));

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(await FindAsync(), Is.EqualTo(_key));
        Assert.That(_asked, Is.EqualTo(2));
    }

    [Test]
    public async Task Key_ThatWasRevoked_IsRefusedWithinAMinute()
    {
        await FindAsync();
        _key = _key with { RevokedAt = _clock.GetUtcNow() };
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.That(await FindAsync(), Is.Null);
        Assert.That(_known.Knows("hash"), Is.False);
    }

    [Test]
    public async Task Key_ThatExpires_IsRefusedAtOnce()
    {
        _key = _key with { ExpiresAt = _clock.GetUtcNow().AddSeconds(10) };
        await FindAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await FindAsync(), Is.Null);
        Assert.That(_asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Key_ThatIsNotThere_IsRefusedAndNotRemembered()
    {
        Stores(() => Task.FromResult<ApiKey?>(null));

        Assert.That(await FindAsync(), Is.Null);
        Assert.That(await FindAsync(), Is.Null);
        Assert.That(_asked, Is.EqualTo(2));
        Assert.That(_known.Knows("hash"), Is.False);
    }

    [Test]
    public async Task Key_WhileTheStoreIsAway_GoesOnForAMinuteAndNoLonger()
    {
        await FindAsync();
        Stores(() => throw Away);

        _clock.Advance(TimeSpan.FromSeconds(59.9));
        Assert.That(await FindAsync(), Is.EqualTo(_key));

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(FindAsync, Throws.InstanceOf<UpstreamUnavailableException>());
    }

    [Test]
    public void UnknownKey_WhileTheStoreIsAway_IsNotRefusedButFails()
    {
        Stores(() => throw Away);

        Assert.That(FindAsync, Throws.InstanceOf<UpstreamUnavailableException>());
    }

    [Test]
    public async Task Key_WhileOneRequestAsksAgain_IsAcceptedOfTheOthersWithoutWaiting()
    {
        await FindAsync();
        var answer = new TaskCompletionSource<ApiKey?>();
        Stores(() => answer.Task);
        _clock.Advance(TimeSpan.FromSeconds(30));

        var asking = FindAsync();
        var other = FindAsync();

        Assert.That(asking.IsCompleted, Is.False);
        Assert.That(await other, Is.EqualTo(_key));
        Assert.That(_asked, Is.EqualTo(2));

        // But not past the minute, however long that question takes.
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(FindAsync().IsCompleted, Is.False);
        answer.SetResult(null);
        Assert.That(await asking, Is.Null);
    }

    [Test]
    public async Task Question_ThatItsCallerGivesUp_IsAskedByTheNext()
    {
        await FindAsync();
        Stores(() => throw new OperationCanceledException());
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(FindAsync, Throws.InstanceOf<OperationCanceledException>());
        Stores(() => Task.FromResult<ApiKey?>(null));

        Assert.That(await FindAsync(), Is.Null);
    }

    [Test]
    public async Task Use_IsWrittenOnceForManyUsesAndAgainWhenTheStoreDidNotTakeIt()
    {
        var use = new KeyUse(_store.Object, _clock);
        var first = _clock.GetUtcNow();
        _store.Setup(store => store.RecordUseAsync("hash", first, It.IsAny<CancellationToken>())).ThrowsAsync(Away);
        use.Note(_key);
        _clock.Advance(TimeSpan.FromSeconds(1));
        use.Note(_key);

        await use.WriteAsync(CancellationToken.None);
        _store.Setup(store => store.RecordUseAsync("hash", first, It.IsAny<CancellationToken>())).Returns(Task.CompletedTask);
        await use.WriteAsync(CancellationToken.None);
        await use.WriteAsync(CancellationToken.None);

        _store.Verify(store => store.RecordUseAsync("hash", first, It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    private Task<ApiKey?> FindAsync() => _known.FindValidAsync("hash", CancellationToken.None).AsTask();

    private void Stores(Func<Task<ApiKey?>> answer) => _store
        .Setup(store => store.FindAsync("hash", It.IsAny<CancellationToken>()))
        .Returns(() =>
        {
            _asked++;
            return answer();
        });
}
