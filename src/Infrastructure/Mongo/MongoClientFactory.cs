using System.Text;
using Microsoft.Extensions.Configuration;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>Turns the connection string and the options into the settings of the one client.</summary>
internal static class MongoClientFactory
{
    // The driver's default is two, so a burst on a small pool would wait for many handshakes.
    private const int MaxConnecting = 10;

    // The driver fails on text that is not valid UTF-8, whether another program stored it or a caller sends it. A
    // replacement character is better here. MongoDocumentStore is strict, because it writes whole documents.
    private static readonly UTF8Encoding Lenient = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>Whether the configured connection string is one. It may hold a password, so it is never logged.</summary>
    public static bool HasConnectionString(IConfiguration configuration) => ReadConnectionString(configuration) is not null;

    /// <summary>Copies the pool size, timeouts and read preference from the connection string to the options.</summary>
    public static void ApplyConnectionString(MongoDbOptions options, IConfiguration configuration)
    {
        if (ReadConnectionString(configuration) is not { } given)
        {
            return;
        }

        options.MaxPoolSize = given.MaxPoolSize ?? options.MaxPoolSize;
        options.MinPoolSize = given.MinPoolSize ?? options.MinPoolSize;
        options.MaxIdleTime = given.MaxIdleTime ?? options.MaxIdleTime;
        options.ServerSelectionTimeout = given.ServerSelectionTimeout ?? options.ServerSelectionTimeout;
        options.ConnectTimeout = given.ConnectTimeout ?? options.ConnectTimeout;
        options.SocketTimeout = given.SocketTimeout ?? options.SocketTimeout;
        options.WaitQueueTimeout = given.WaitQueueTimeout ?? options.WaitQueueTimeout;
        options.ReadPreference = given.ReadPreference ?? options.ReadPreference;
    }

    /// <summary>Creates the client's settings; <paramref name="watch"/> subscribes to its events.</summary>
    public static MongoClientSettings CreateSettings(
        IConfiguration configuration, MongoDbOptions options, Action<ClusterBuilder> watch)
    {
        var settings = MongoClientSettings.FromConnectionString(configuration.GetConnectionString("MongoDb"));

        settings.ApplicationName ??= "DealInsights";
        settings.MaxConnectionPoolSize = options.MaxPoolSize;
        settings.MinConnectionPoolSize = options.MinPoolSize;
        settings.MaxConnectionIdleTime = options.MaxIdleTime;
        settings.MaxConnecting = Math.Max(settings.MaxConnecting, MaxConnecting);
        settings.ServerSelectionTimeout = options.ServerSelectionTimeout;
        settings.ConnectTimeout = options.ConnectTimeout;
        settings.SocketTimeout = options.SocketTimeout;
        settings.WaitQueueTimeout = options.WaitQueueTimeout;
        settings.RetryReads = true;
        settings.RetryWrites = true;
        settings.ReadEncoding = Lenient;
        settings.WriteEncoding = Lenient;
        settings.ClusterConfigurator = watch;
        // Commands hold the names of deals, which must not appear in traces. This is the driver's default today.
        settings.TracingOptions = new TracingOptions { QueryTextMaxLength = 0 };

        // An equal mode keeps the connection string's tags and maximum staleness.
        if (settings.ReadPreference?.ReadPreferenceMode != options.ReadPreference)
        {
            settings.ReadPreference = new ReadPreference(options.ReadPreference);
        }

        return settings;
    }

    private static ConnectionString? ReadConnectionString(IConfiguration configuration)
    {
        try
        {
            return new ConnectionString(configuration.GetConnectionString("MongoDb"));
        }
        catch (Exception unreadable)
            when (unreadable is MongoConfigurationException or ArgumentException or FormatException)
        {
            return null;
        }
    }
}
