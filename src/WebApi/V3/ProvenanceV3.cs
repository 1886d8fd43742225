using System.Text.Json.Serialization;
using DealInsights.Application.Answers;
using DealInsights.Domain.Insights;

namespace DealInsights.WebApi.V3;

/// <summary>Where an insight comes from and how fresh it is.</summary>
public sealed record ProvenanceV3
{
    /// <summary>
    /// The time of the newest that the insight rests on: the latest meeting (of a stale overview, the latest that it
    /// quotes), or when the assessment was recorded. Null when that has no readable date.
    /// </summary>
    public required DateTime? AsOf { get; init; }

    /// <summary>When it was concluded; of several conclusions, the oldest.</summary>
    public required DateTime GeneratedAt { get; init; }

    /// <summary>Who concluded it, and whether for this answer; of several, the least trusted.</summary>
    public required InsightSourceV3 Source { get; init; }

    /// <summary>Whether what it is about has changed since; the next request gets a newer one.</summary>
    public required bool Stale { get; init; }

    /// <summary>Why the offline rules stood in for the configured model; null when they did not.</summary>
    public required FallbackReasonV3? FallbackReason { get; init; }

    internal static ProvenanceV3? From(Provenance? provenance) => provenance is null
        ? null
        : new ProvenanceV3
        {
            AsOf = provenance.AsOf,
            GeneratedAt = ToMilliseconds(provenance.GeneratedAt.UtcDateTime),
            Source = SourceOf(provenance.Origin),
            Stale = provenance.Origin.Freshness == InsightFreshness.Stale,
            FallbackReason = ReasonOf(provenance.Origin.Reason),
        };

    // As stores keep it, so that an answer does not change when it is read back.
    private static DateTime ToMilliseconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    private static InsightSourceV3 SourceOf(InsightSource source) => source switch
    {
        { Author: InsightAuthor.Offline } => InsightSourceV3.Offline,
        { Freshness: InsightFreshness.New } => InsightSourceV3.Model,
        _ => InsightSourceV3.Stored,
    };

    private static FallbackReasonV3? ReasonOf(ModelFailure? failure) => failure switch
    {
        null => null,
        ModelFailure.Timeout => FallbackReasonV3.Timeout,
        ModelFailure.Unavailable => FallbackReasonV3.Unavailable,
        ModelFailure.Filtered => FallbackReasonV3.Filtered,
        ModelFailure.Invalid => FallbackReasonV3.Invalid,
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "No such failure."),
    };
}

/// <summary>Who concluded an insight, and whether for this answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InsightSourceV3>))]
public enum InsightSourceV3
{
    /// <summary>The language model, just now.</summary>
    [JsonStringEnumMemberName("model")]
    Model,

    /// <summary>A language model, before.</summary>
    [JsonStringEnumMemberName("stored")]
    Stored,

    /// <summary>The offline rules.</summary>
    [JsonStringEnumMemberName("offline")]
    Offline,
}

/// <summary>Why the offline rules stood in for a model.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FallbackReasonV3>))]
public enum FallbackReasonV3
{
    /// <summary>It did not answer in time.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>It could not be reached, refused the call, or failed.</summary>
    [JsonStringEnumMemberName("unavailable")]
    Unavailable,

    /// <summary>A content filter withheld the answer.</summary>
    [JsonStringEnumMemberName("filtered")]
    Filtered,

    /// <summary>Its answer could not be used.</summary>
    [JsonStringEnumMemberName("invalid")]
    Invalid,
}
