using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>How the language model is asked, whichever it is.</summary>
internal sealed class LanguageModelOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LanguageModel";

    /// <summary>How long one question may take in all, waiting for admission and retries included; then the offline rules answer.</summary>
    /// <value>30 seconds unless configured; from 1 millisecond to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many attempts may be in flight at once; the next ones wait in line, within their deadline.</summary>
    /// <value>128 unless configured.</value>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; set; } = 128;

    /// <summary>How long one attempt may take to the last byte of its answer; then it is given up, and retried if that fits.</summary>
    /// <value>
    /// 14 seconds unless configured, so that a second attempt fits into the default <see cref="Timeout"/>; from 10
    /// milliseconds to 10 minutes. From <see cref="Timeout"/> on, that alone counts and silence is not retried.
    /// </value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(14);

    /// <summary>How often a question is asked again after a failure that may pass.</summary>
    /// <value>2 unless configured, at most 5; 0 asks once.</value>
    [Range(0, 5)]
    public int MaxRetries { get; set; } = 2;

    /// <summary>
    /// About how long to wait before the first retry where the model does not say; twice that before the second. Varied
    /// by chance, so that callers who failed together do not come back together.
    /// </summary>
    /// <value>500 milliseconds unless configured; at most 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The share of failed attempts from which on the model is not called for a while.</summary>
    /// <value>0.5 unless configured: half of them; from 0.01 to 1.</value>
    [Range(0.01, 1.0)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>How many attempts within <see cref="BreakerWindow"/> it takes to judge by their failures.</summary>
    /// <value>10 unless configured: the tenth failure in a row opens the circuit. At least 2.</value>
    [Range(2, 10_000)]
    public int BreakerMinimumCalls { get; set; } = 10;

    /// <summary>How far back attempts are looked at.</summary>
    /// <value>1 minute unless configured; from half a second to an hour.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the model is not called once too many attempts have failed; then one call probes it.</summary>
    /// <value>15 seconds unless configured; from half a second to an hour.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How much chance goes into an answer; 0 gives the most repeatable one.</summary>
    /// <value>
    /// 0 unless configured, at most 2. Configured as empty text it is not sent at all, which the GPT-5 and o-series
    /// need: they refuse any value but their own.
    /// </value>
    [Range(0f, 2f)]
    public float? Temperature { get; set; } = 0;

    /// <summary>
    /// The most tokens of a summary; a longer one ends at its last finished sentence. For titles it is the least that
    /// is allowed, since their answer grows with their number.
    /// </summary>
    /// <value>300 unless configured. Models that think before they answer count their thoughts too and need thousands.</value>
    [Range(1, 100_000)]
    public int MaxOutputTokens { get; set; } = 300;

    /// <summary>Whether the limit is sent as <c>max_completion_tokens</c>, which the GPT-5 and o-series need.</summary>
    /// <value>False unless configured: sent as <c>max_tokens</c>, which every other model and server understands.</value>
    public bool UseMaxCompletionTokens { get; set; }
}
