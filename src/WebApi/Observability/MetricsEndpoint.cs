using DealInsights.WebApi.Security;

namespace DealInsights.WebApi.Observability;

/// <summary>The metrics as text for Prometheus, for operators: without credentials on loopback, and elsewhere when it is allowed.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <summary>Maps <c>/metrics</c>; exempt from the limits, and not counted among the requests that it tells about.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        var scraping = endpoints.MapPrometheusScrapingEndpoint(Path);
        scraping.DisableRateLimiting();
        scraping.DisableRequestTimeout();
        scraping.DisableHttpMetrics();
        scraping.RequireAuthorization(Rights.Metrics);
    }
}
