using DealInsights.Infrastructure.Redis;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace DealInsights.Infrastructure.IntegrationTests.Redis;

[TestFixture]
internal sealed class RedisConnectionStringTests
{
    [TestCase("")]
    [TestCase("not a connection string")]
    [TestCase("redis://hunter2@cache:6379")]
    [TestCase("cache:6379,pasword=hunter2")]
    [TestCase("cache:6379,password=hunter2,ssl=perhaps")]
    [TestCase("password=hunter2")]
    public void Unreadable_IsRefusedByTheNameOfTheSettingAlone(string given)
    {
        var result = new RedisOptionsValidator(Configuration(given)).Validate(null, new RedisOptions());

        Assert.Multiple(() =>
        {
            Assert.That(result.Failed, Is.True);
            Assert.That(result.FailureMessage, Does.StartWith("ConnectionStrings__Redis is not").And.Not.Contain("hunter2"));
        });
    }

    [TestCase("cache:6379")]
    [TestCase("cache")]
    [TestCase("10.0.0.1:6379,10.0.0.2:6379,password=a=b,ssl=true")]
    [TestCase("[::1]:6379,user=app,password=x")]
    public void Readable_IsTaken(string given) =>
        Assert.That(new RedisOptionsValidator(Configuration(given)).Validate(null, new RedisOptions()).Succeeded, Is.True);

    [Test]
    public void Settings_NeverKeepAStartOrACallWaiting()
    {
        var settings = RedisConnectionString.CreateSettings(
            Configuration("cache:6379,ssl=true,abortConnect=true,connectTimeout=60000,asyncTimeout=60000"),
            new RedisOptions { Timeout = TimeSpan.FromMilliseconds(50), ConnectTimeout = TimeSpan.FromSeconds(1) });

        Assert.Multiple(() =>
        {
            Assert.That(settings.Ssl, Is.True);
            Assert.That(settings.AbortOnConnectFail, Is.False);
            Assert.That(settings.ConnectTimeout, Is.EqualTo(1_000));
            Assert.That(settings.AsyncTimeout, Is.EqualTo(50));
            Assert.That(settings.BacklogPolicy, Is.SameAs(BacklogPolicy.FailFast));
        });
    }

    private static IConfiguration Configuration(string given) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("ConnectionStrings:Redis", given)])
        .Build();
}
