using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using DealInsights.Application.Access.Keys.CreateKey;
using DealInsights.Application.Access.Keys.RevokeKey;
using DealInsights.Application.Access.Keys.RotateKey;
using FluentValidation;
using MediatR;
using Moq;

namespace DealInsights.Application.UnitTests.Access;

[TestFixture]
internal sealed class KeyCommandTests
{
    private ApplicationUnderTest _application = null!;

    private DateTimeOffset Now => _application.Clock.GetUtcNow();

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Create_KeepsTheHashOfWhatItShows()
    {
        Stored();
        var kept = Added();

        var made = await _application.SendAsync(new CreateKeyCommand("crm-ui", Role.Reader, 30));

        Assert.Multiple(() =>
        {
            Assert.That(made!.Secret, Does.Match("^di_[A-Za-z0-9_-]{43}$"));
            Assert.That(ApiKeySecret.HasForm(made.Secret), Is.True);
            Assert.That(kept, Is.EqualTo(new[]
            {
                new ApiKey(ApiKeySecret.HashOf(made.Secret), "crm-ui", Role.Reader, Now, Now.AddDays(30)),
            }));
            Assert.That(_application.Logs.GetSnapshot().Select(record => record.Message), Has.None.Contains(made.Secret).And.None.Contains(made.Key.Hash));
        });
    }

    [Test]
    public async Task Create_WhenThatNameHasAValidKey_MakesNone()
    {
        Stored(Key("crm-ui", expires: Now.AddDays(1)));

        Assert.That(await _application.SendAsync(new CreateKeyCommand("crm-ui", Role.Reader, 30)), Is.Null);
    }

    [Test]
    public async Task Create_WhenThatNamesKeysHaveEnded_MakesOne()
    {
        Stored(Key("crm-ui", expires: Now), Key("crm-ui", expires: Now.AddDays(1)) with { RevokedAt = Now }, Key("other", expires: Now.AddDays(1)));
        Added();

        Assert.That(await _application.SendAsync(new CreateKeyCommand("crm-ui", Role.Reader, 30)), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_MakesOneOfTheSameRoleAndLetsTheOldOneGoOnForAWhile()
    {
        var old = Key("crm-ui", expires: Now.AddDays(100));
        Stored(Key("other", expires: Now.AddDays(1)), old);
        var kept = Added();
        _application.Keys
            .Setup(keys => keys.ExpireAsync(old.Hash, Now.AddHours(24), It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);

        var made = await _application.SendAsync(new RotateKeyCommand("crm-ui", 365, TimeSpan.FromHours(24)));

        Assert.That(kept, Is.EqualTo(new[] { made!.Key }));
        Assert.That(made.Key.Role, Is.EqualTo(Role.Reader));
        _application.Keys.Verify(keys => keys.ExpireAsync(old.Hash, Now.AddHours(24), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task RotateAndRevoke_OfANameWithoutAValidKey_ChangeNothing()
    {
        Stored(Key("crm-ui", expires: Now));

        Assert.That(await _application.SendAsync(new RotateKeyCommand("crm-ui", 365, TimeSpan.Zero)), Is.Null);
        Assert.That(await _application.SendAsync(new RevokeKeyCommand("crm-ui")), Is.Zero);
    }

    [Test]
    public async Task Revoke_EndsEveryValidKeyOfTheName()
    {
        var one = Key("crm-ui", expires: Now.AddDays(1));
        var two = Key("crm-ui", expires: Now.AddDays(2));
        Stored(one, two, Key("other", expires: Now.AddDays(1)));
        _application.Keys.Setup(keys => keys.RevokeAsync(It.IsAny<string>(), Now, It.IsAny<CancellationToken>())).Returns(Task.CompletedTask);

        Assert.That(await _application.SendAsync(new RevokeKeyCommand("crm-ui")), Is.EqualTo(2));
        _application.Keys.Verify(keys => keys.RevokeAsync(one.Hash, Now, It.IsAny<CancellationToken>()), Times.Once);
        _application.Keys.Verify(keys => keys.RevokeAsync(two.Hash, Now, It.IsAny<CancellationToken>()), Times.Once);
    }

    [TestCaseSource(nameof(Invalid))]
    public void Invalid_IsRefusedBeforeTheStoreIsAsked(IBaseRequest request) =>
        Assert.That(
            () => request switch
            {
                CreateKeyCommand create => (Task)_application.SendAsync(create),
                RotateKeyCommand rotate => _application.SendAsync(rotate),
                RevokeKeyCommand revoke => _application.SendAsync(revoke),
                _ => throw new ArgumentException("No such case.", nameof(request)),
            },
            Throws.InstanceOf<ValidationException>());

    [Test]
    public void Secrets_AreEachAnother() =>
        Assert.That(Enumerable.Range(0, 1000).Select(_ => ApiKeySecret.New()), Is.Unique);

    [TestCase("")]
    [TestCase("di_")]
    [TestCase("di_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("di_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("xx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("di_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+A")]
    public void OtherTexts_HaveNotTheFormOfASecret(string text) => Assert.That(ApiKeySecret.HasForm(text), Is.False);

    private static IEnumerable<IBaseRequest> Invalid()
    {
        foreach (var name in new[] { "", " ", "a b", "a\n", "<b>", "ä", new string('a', 65) })
        {
            yield return new CreateKeyCommand(name, Role.Reader, 1);
            yield return new RotateKeyCommand(name, 1, TimeSpan.Zero);
            yield return new RevokeKeyCommand(name);
        }

        yield return new CreateKeyCommand("a", (Role)7, 1);
        yield return new CreateKeyCommand("a", Role.Reader, 0);
        yield return new CreateKeyCommand("a", Role.Reader, 3_651);
        yield return new RotateKeyCommand("a", 1, TimeSpan.FromSeconds(-1));
    }

    private ApiKey Key(string name, DateTimeOffset expires) =>
        new(ApiKeySecret.HashOf(ApiKeySecret.New()), name, Role.Reader, Now.AddDays(-1), expires);

    private void Stored(params ApiKey[] stored) =>
        _application.Keys.Setup(keys => keys.ListAsync(It.IsAny<CancellationToken>())).ReturnsAsync(stored);

    private List<ApiKey> Added()
    {
        var added = new List<ApiKey>();
        _application.Keys
            .Setup(keys => keys.AddAsync(It.IsAny<ApiKey>(), It.IsAny<CancellationToken>()))
            .Returns((ApiKey key, CancellationToken _) =>
            {
                added.Add(key);
                return Task.CompletedTask;
            });

        return added;
    }
}
