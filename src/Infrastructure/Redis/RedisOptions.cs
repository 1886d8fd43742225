using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.Redis;

/// <summary>How Redis is used as the cache that instances share. Hosts, credentials and TLS are the connection string's.</summary>
internal sealed class RedisOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Redis";

    /// <summary>The name under which the connection string is configured, in its environment form.</summary>
    public const string ConnectionStringSetting = "ConnectionStrings__Redis";

    /// <summary>How long an answer of Redis is waited for. It saves milliseconds, so it is not worth waiting for.</summary>
    /// <value>200 ms unless configured; from 1 ms to 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long opening a connection may take. No request waits for it.</summary>
    /// <value>2 s unless configured; from 10 ms to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long Redis keeps an insight, at most. What it keeps quotes customers, so that it is to forget by itself; the
    /// time in memory (<c>Insights__MemoryLifetime</c>) is the bound where it is shorter.
    /// </summary>
    /// <value>1 day unless configured; from 1 second to 1 year.</value>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// What every key begins with, before the version of what is kept: services that share a Redis and not their data
    /// have different ones.
    /// </summary>
    /// <value><c>dealinsights</c> unless configured.</value>
    [Required]
    [RegularExpression("[A-Za-z0-9:._-]{1,64}", ErrorMessage = "{0} takes letters, digits, and : . _ - (at most 64).")]
    public string KeyPrefix { get; set; } = "dealinsights";
}
