using System.Globalization;
using DealInsights.Application.Answers;
using DealInsights.Domain.Insights;

namespace DealInsights.WebApi;

/// <summary>The headers that say who produced an insight, and when.</summary>
internal static class InsightHeaders
{
    /// <summary>The header that says who produced an insight, and whether for this answer.</summary>
    public const string Source = "X-Insight-Source";

    /// <summary>The header that says when: ISO 8601, UTC, to the second.</summary>
    public const string GeneratedAt = "X-Insight-Generated-At";

    private const string Stored = "stored";

    /// <summary>Sets the headers; leaves them out when nobody had to conclude anything.</summary>
    public static void Set(HttpResponse response, InsightSource? source, DateTimeOffset? generatedAt)
    {
        if (source is not null && generatedAt is { } time)
        {
            response.Headers[Source] = Format(source);
            response.Headers[GeneratedAt] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Sets the headers of an insight that says the same in its body.</summary>
    public static void Set(HttpResponse response, Provenance? provenance) =>
        Set(response, provenance?.Origin, provenance?.GeneratedAt);

    /// <summary>Whether they say that a model wrote the insight before, of the same data.</summary>
    public static bool SayStored(HttpResponse response) => response.Headers[Source] == Stored;

    private static string Format(InsightSource source) => source switch
    {
        { Freshness: InsightFreshness.Stored } => Stored,
        { Freshness: InsightFreshness.Stale } => "stored; stale",
        { Author: InsightAuthor.Model } => "model",
        { Reason: null } => "offline",
        { Reason: ModelFailure.Timeout } => "offline; reason=timeout",
        { Reason: ModelFailure.Unavailable } => "offline; reason=unavailable",
        { Reason: ModelFailure.Filtered } => "offline; reason=filtered",
        { Reason: ModelFailure.Invalid } => "offline; reason=invalid",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "No such source."),
    };
}
