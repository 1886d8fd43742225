using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.Insights;

/// <summary>How insights are cached, and how instances share the work on them.</summary>
internal sealed class InsightOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Insights";

    /// <summary>The most memory for insights, in megabytes; those not used for longest make room.</summary>
    /// <value>64 unless configured, which is about 50,000 overviews.</value>
    [Range(1, 65_536)]
    public int MemoryLimitMegabytes { get; set; } = 64;

    /// <summary>How long an insight stays in memory; the store keeps it for good.</summary>
    /// <value>1 day unless configured; from 1 second to 1 year.</value>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan MemoryLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long a question that the model failed is not asked again. Meanwhile the deal's older overview or the offline
    /// rules answer.
    /// </summary>
    /// <value>1 minute unless configured; at most 1 day; 0 asks again at once.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FailureRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long the lease of an instance that crashed keeps the others from asking the model. A living instance renews its
    /// lease three times in this time.
    /// </summary>
    /// <value>5 seconds unless configured; from half a second to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(5);
}
