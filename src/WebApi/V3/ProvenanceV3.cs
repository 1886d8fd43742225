namespace DealInsights.WebApi.V3;

/// <summary>Where an insight comes from and how fresh it is.</summary>
public sealed record ProvenanceV3
{
    /// <summary>
    /// The time of the newest data behind the insight: the latest meeting (for a stale overview, the latest that it
    /// quotes), or when the assessment was recorded. Null when that has no readable date.
    /// </summary>
    public required DateTime? AsOf { get; init; }

    /// <summary>When the insight was generated; of several parts, the oldest.</summary>
    public required DateTime GeneratedAt { get; init; }

    /// <summary>Who generated it, and whether for this response; of several parts, the least trusted.</summary>
    public required InsightSourceV3 Source { get; init; }

    /// <summary>Whether the data has changed since; a newer insight is generated for the next request.</summary>
    public required bool Stale { get; init; }

    /// <summary>Why the offline rules stood in for the configured model; null when they did not.</summary>
    public required FallbackReasonV3? FallbackReason { get; init; }
}

/// <summary>Who generated an insight, and whether for this response.</summary>
public enum InsightSourceV3
{
    /// <summary>The language model, just now.</summary>
    Model,

    /// <summary>A language model, earlier.</summary>
    Stored,

    /// <summary>The offline rules.</summary>
    Offline,
}

/// <summary>Why the offline rules stood in for a model.</summary>
public enum FallbackReasonV3
{
    /// <summary>It did not answer in time.</summary>
    Timeout,

    /// <summary>It could not be reached, refused the call, or failed.</summary>
    Unavailable,

    /// <summary>A content filter withheld the answer.</summary>
    Filtered,

    /// <summary>Its answer could not be used.</summary>
    Invalid,
}
