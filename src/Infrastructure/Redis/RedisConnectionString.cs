using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace DealInsights.Infrastructure.Redis;

/// <summary>The configured connection string. It may hold a password, so nothing here repeats it in a message.</summary>
internal static class RedisConnectionString
{
    /// <summary>The form of <c>ConnectionStrings__Redis</c>, for messages.</summary>
    public const string Form = "host:port,password=…,ssl=true";

    /// <summary>Reads it from configuration; <see langword="null"/> when it is missing or is no connection string.</summary>
    public static ConfigurationOptions? Read(IConfiguration configuration)
    {
        try
        {
            // A misspelled option is refused rather than passed over: it might be the one that switches on TLS.
            var read = ConfigurationOptions.Parse(configuration.GetConnectionString("Redis") ?? "", ignoreUnknown: false);

            // The parser takes a URL, and any words, for the name of a host.
            return read.EndPoints.Count > 0 && read.EndPoints.All(IsAddress) ? read : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>
    /// The client's settings: it never keeps a start or a call waiting. A connection that is gone fails calls at once
    /// and is opened again in the background.
    /// </summary>
    public static ConfigurationOptions CreateSettings(IConfiguration configuration, RedisOptions options)
    {
        var settings = Read(configuration)
            ?? throw new InvalidOperationException($"{RedisOptions.ConnectionStringSetting} was not validated at start.");
        var timeout = (int)Math.Ceiling(options.Timeout.TotalMilliseconds);
        settings.AbortOnConnectFail = false;
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ConnectTimeout = (int)Math.Ceiling(options.ConnectTimeout.TotalMilliseconds);
        // By the background, which says meanwhile that there is none.
        settings.ConnectRetry = 1;
        settings.ReconnectRetryPolicy = new LinearRetry(settings.ConnectTimeout);
        settings.SyncTimeout = timeout;
        settings.AsyncTimeout = timeout;
        settings.ClientName ??= "dealinsights";
        // Its exceptions would name keys and count threads.
        settings.IncludeDetailInExceptions = false;

        return settings;
    }

    private static bool IsAddress(System.Net.EndPoint endPoint) =>
        endPoint is not System.Net.DnsEndPoint host || Uri.CheckHostName(host.Host) != UriHostNameType.Unknown;
}

/// <summary>Refuses what the annotations of <see cref="RedisOptions"/> cannot see.</summary>
internal sealed class RedisOptionsValidator(IConfiguration configuration) : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options) =>
        RedisConnectionString.Read(configuration) is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{RedisOptions.ConnectionStringSetting} is not a Redis connection string ({RedisConnectionString.Form}).");
}
