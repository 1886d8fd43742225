using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Mongo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>No server is asked here.</summary>
internal sealed class MongoDbOptionsTests
{
    private const string Plain = "mongodb://localhost";

    [Test]
    public void Settings_WhenOnlyAServerIsGiven_AreThoseOfTheContract()
    {
        var settings = SettingsOf(Plain);

        Assert.Multiple(() =>
        {
            Assert.That(settings.MaxConnectionPoolSize, Is.EqualTo(50));
            Assert.That(settings.MinConnectionPoolSize, Is.EqualTo(5));
            Assert.That(settings.MaxConnectionIdleTime, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(settings.ServerSelectionTimeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(settings.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(settings.SocketTimeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(settings.WaitQueueTimeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(settings.ReadPreference, Is.EqualTo(ReadPreference.SecondaryPreferred));
            Assert.That(settings.RetryReads, Is.True);
            Assert.That(settings.RetryWrites, Is.True);
            Assert.That(settings.MaxConnecting, Is.GreaterThan(2));
            Assert.That(OptionsOf(Plain).Database, Is.EqualTo("spotlight_db"));
        });
    }

    [Test]
    public void Settings_WhenTheConnectionStringSaysMore_FollowIt()
    {
        var settings = SettingsOf(
            $"{Plain}/?maxPoolSize=20&minPoolSize=2&maxIdleTimeMS=7000&serverSelectionTimeoutMS=1000&connectTimeoutMS=2000"
            + "&socketTimeoutMS=3000&waitQueueTimeoutMS=4000&readPreference=nearest&readPreferenceTags=dc:ny&retryReads=false"
            + "&maxConnecting=30&appName=Other");

        Assert.Multiple(() =>
        {
            Assert.That(settings.MaxConnectionPoolSize, Is.EqualTo(20));
            Assert.That(settings.MinConnectionPoolSize, Is.EqualTo(2));
            Assert.That(settings.MaxConnectionIdleTime, Is.EqualTo(TimeSpan.FromSeconds(7)));
            Assert.That(settings.ServerSelectionTimeout, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(settings.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(settings.SocketTimeout, Is.EqualTo(TimeSpan.FromSeconds(3)));
            Assert.That(settings.WaitQueueTimeout, Is.EqualTo(TimeSpan.FromSeconds(4)));
            Assert.That(settings.ReadPreference.ReadPreferenceMode, Is.EqualTo(ReadPreferenceMode.Nearest));
            Assert.That(settings.ReadPreference.TagSets, Has.Count.EqualTo(1));
            Assert.That(settings.RetryReads, Is.True);
            Assert.That(settings.MaxConnecting, Is.EqualTo(30));
            Assert.That(settings.ApplicationName, Is.EqualTo("Other"));
        });
    }

    [Test]
    public void Settings_WhenConfigurationSaysSomethingElse_FollowConfiguration()
    {
        var settings = SettingsOf(
            $"{Plain}/?maxPoolSize=20&socketTimeoutMS=3000&readPreference=nearest",
            ("MongoDb:MaxPoolSize", "30"),
            ("MongoDb:ReadPreference", "primaryPreferred"));

        Assert.That(settings.MaxConnectionPoolSize, Is.EqualTo(30));
        Assert.That(settings.SocketTimeout, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(settings.ReadPreference, Is.EqualTo(ReadPreference.PrimaryPreferred));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("localhost:27017")]
    [TestCase("http://user:secret@localhost")]
    [TestCase("mongodb://user:secret@")]
    [TestCase("mongodb://user:secret@localhost/?maxPoolSize=many")]
    [TestCase("mongodb://user:sec/ret@localhost")]
    public void Start_WhenTheConnectionStringCannotBeRead_StopsWithAMessageThatNamesTheSetting(string? connectionString)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Start(connectionString))!;

        Assert.That(failure.Message, Does.Contain("ConnectionStrings__MongoDb").And.Not.Contain("sec"));
    }

    [TestCase("MongoDb:Database", "", "Database")]
    [TestCase("MongoDb:Database", "a b", "Database")]
    [TestCase("MongoDb:Database", "a.b", "Database")]
    [TestCase("MongoDb:MaxPoolSize", "0", "MaxPoolSize")]
    [TestCase("MongoDb:MinPoolSize", "-1", "MinPoolSize")]
    [TestCase("MongoDb:MinPoolSize", "51", "MongoDb__MinPoolSize")]
    [TestCase("MongoDb:MaxIdleTime", "00:00:00", "MaxIdleTime")]
    [TestCase("MongoDb:ServerSelectionTimeout", "00:00:00", "ServerSelectionTimeout")]
    [TestCase("MongoDb:ConnectTimeout", "-00:00:01", "ConnectTimeout")]
    [TestCase("MongoDb:SocketTimeout", "2.00:00:00", "SocketTimeout")]
    [TestCase("MongoDb:WaitQueueTimeout", "00:00:00", "WaitQueueTimeout")]
    [TestCase("MongoDb:ReadPreference", "99", "ReadPreference")]
    public void Start_WhenAnOptionIsOutOfRange_StopsWithAMessageThatNamesIt(string setting, string value, string named)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Start(Plain, (setting, value)))!;

        Assert.That(failure.Message, Does.Contain(named));
    }

    [TestCase("MongoDb:MaxPoolSize", "many")]
    [TestCase("MongoDb:ReadPreference", "somewhere")]
    public void Start_WhenAnOptionCannotBeRead_StopsWithAMessageThatNamesIt(string setting, string value)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Start(Plain, (setting, value)))!;

        Assert.That(failure.Message, Does.Contain(setting));
    }

    private static void Start(string? connectionString, params (string, string?)[] settings)
    {
        using var services = Services(connectionString, settings);
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static MongoDbOptions OptionsOf(string connectionString, params (string, string?)[] settings)
    {
        using var services = Services(connectionString, settings);
        return services.GetRequiredService<IOptions<MongoDbOptions>>().Value;
    }

    private static MongoClientSettings SettingsOf(string connectionString, params (string, string?)[] settings)
    {
        using var services = Services(connectionString, settings);
        return MongoClientFactory.CreateSettings(
            services.GetRequiredService<IConfiguration>(), OptionsOf(connectionString, settings), services.GetRequiredService<MongoPool>().Watch);
    }

    private static ServiceProvider Services(string? connectionString, (string, string?)[] settings) =>
        StoreContract.NewServices([("ConnectionStrings:MongoDb", connectionString), .. settings])
            .AddMongoStore()
            .BuildServiceProvider();
}
