using System.Globalization;
using DealInsights.Application;
using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Insights;

namespace DealInsights.WebApi;

/// <summary>The headers that say who generated an insight, and when.</summary>
internal static class InsightHeaders
{
    /// <summary>The header that says who generated an insight, and whether for this response.</summary>
    public const string Source = "X-Insight-Source";

    /// <summary>The header that says when: ISO 8601, UTC, to the second.</summary>
    public const string GeneratedAt = "X-Insight-Generated-At";

    /// <summary>Sets the headers; leaves them out for a response without an insight.</summary>
    public static void Set(HttpResponse response, Provenance? provenance)
    {
        if (provenance is not null)
        {
            response.Headers[Source] = Format(provenance.Origin);
            response.Headers[GeneratedAt] = provenance.GeneratedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
    }

    private static string Format(InsightSource source) => source switch
    {
        { Freshness: InsightFreshness.Stored } => "stored",
        { Freshness: InsightFreshness.Stale } => "stored; stale",
        { Author: InsightAuthor.Model } => "model",
        { Reason: { } reason } => $"offline; reason={reason.ToTag()}",
        _ => "offline",
    };
}
