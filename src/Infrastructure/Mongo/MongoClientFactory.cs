using System.Text;
using Microsoft.Extensions.Configuration;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>Turns the options into the settings of the one client.</summary>
internal static class MongoClientFactory
{
    // The driver opens two connections at a time, so that a burst on a small pool would wait for many handshakes.
    private const int MaxConnecting = 10;

    // Lenient, where the driver is strict: text that is not valid UTF-8 (stored by some other program, or asked for by
    // a caller) is a replacement character in an answer, or the name of no deal, but never a failure. Whole documents
    // are written by MongoDocumentStore, which is strict.
    private static readonly UTF8Encoding Lenient = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>Creates the settings of the client; <paramref name="watch"/> subscribe to its events.</summary>
    public static MongoClientSettings CreateSettings(
        IConfiguration configuration, MongoDbOptions options, params Action<ClusterBuilder>[] watch)
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
        settings.ClusterConfigurator = cluster => Array.ForEach(watch, listen => listen(cluster));
        // Commands hold the names of deals, which no trace may show. It is the default; here it is a decision.
        settings.TracingOptions = new TracingOptions { QueryTextMaxLength = 0 };

        // Kept where it says the same, because the connection string's may also name tags and a greatest staleness.
        if (settings.ReadPreference?.ReadPreferenceMode != options.ReadPreference)
        {
            settings.ReadPreference = new ReadPreference(options.ReadPreference);
        }

        return settings;
    }
}
