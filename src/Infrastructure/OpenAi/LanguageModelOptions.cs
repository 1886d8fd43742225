using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>How the language model is called, section <c>LanguageModel</c>.</summary>
internal sealed class LanguageModelOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LanguageModel";

    /// <summary>How long one question may take, including waiting and retries; then the offline rules answer.</summary>
    /// <value>30 seconds unless configured; from 1 millisecond to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many attempts may be in progress; others wait, within their deadline.</summary>
    /// <value>128 unless configured.</value>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; set; } = 128;

    /// <summary>
    /// How long one attempt may take to the last byte of its answer; then it is cancelled, and retried if the deadline allows.
    /// </summary>
    /// <value>
    /// 14 seconds unless configured, so that a second attempt fits into the default <see cref="Timeout"/>; from 10
    /// milliseconds to 10 minutes. If it is at least <see cref="Timeout"/>, silence is not retried.
    /// </value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(14);

    /// <summary>How many retries follow a transient failure.</summary>
    /// <value>2 unless configured; 0 to 5.</value>
    [Range(0, 5)]
    public int MaxRetries { get; set; } = 2;

    /// <summary>
    /// The delay before the first retry, if the model does not name one; twice that before the second. With jitter.
    /// </summary>
    /// <value>500 milliseconds unless configured; at most 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The share of failed attempts that opens the circuit breaker.</summary>
    /// <value>0.5 unless configured; from 0.01 to 1.</value>
    [Range(0.01, 1.0)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>The fewest attempts within <see cref="BreakerWindow"/> that can open the circuit breaker.</summary>
    /// <value>10 unless configured; at least 2.</value>
    [Range(2, 10_000)]
    public int BreakerMinimumCalls { get; set; } = 10;

    /// <summary>The sampling window of the circuit breaker.</summary>
    /// <value>1 minute unless configured; from half a second to an hour.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the circuit breaker stays open; then one call probes the model.</summary>
    /// <value>15 seconds unless configured; from half a second to an hour.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The temperature; 0 gives the most repeatable answers.</summary>
    /// <value>
    /// 0 unless configured, at most 2. Empty text: not sent, which GPT-5 and the o-series require.
    /// </value>
    [Range(0f, 2f)]
    public float? Temperature { get; set; } = 0;

    /// <summary>
    /// The most tokens of a summary; a longer one ends at its last complete sentence. An answer about titles may have more,
    /// depending on their number.
    /// </summary>
    /// <value>300 unless configured. Reasoning models need some thousand.</value>
    [Range(1, 100_000)]
    public int MaxOutputTokens { get; set; } = 300;

    /// <summary>Whether the limit is sent as <c>max_completion_tokens</c>, which GPT-5 and the o-series require.</summary>
    /// <value>False unless configured: sent as <c>max_tokens</c>.</value>
    public bool UseMaxCompletionTokens { get; set; }
}
