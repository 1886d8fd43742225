using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.LanguageModel;

/// <summary>How the language model is asked, whichever it is.</summary>
internal sealed class LanguageModelOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LanguageModel";

    /// <summary>How long one question may take in all, waiting for admission included; then the offline rules answer.</summary>
    /// <value>30 seconds unless configured; from 1 millisecond to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many questions may be in flight at once; the next ones wait in line, within their deadline.</summary>
    /// <value>128 unless configured.</value>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; set; } = 128;

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
