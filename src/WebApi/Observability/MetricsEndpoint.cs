using DealInsights.WebApi.Authentication;
using DealInsights.WebApi.Http;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Observability;

/// <summary>The metrics in the format of Prometheus, for operators as <c>/diagnostics</c>, or public where that is allowed.</summary>
internal static class MetricsEndpoint
{
    public const string Path = InstanceEndpoints.Metrics;

    /// <summary>Maps <c>/metrics</c>; exempt from the limits, and not counted among the requests that it tells about.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        var scraping = endpoints.MapPrometheusScrapingEndpoint(Path);
        scraping.DisableRateLimiting();
        scraping.DisableRequestTimeout();
        scraping.DisableHttpMetrics();
        if (endpoints.ServiceProvider.GetRequiredService<IOptions<MetricsOptions>>().Value.AllowRemote)
        {
            scraping.AllowAnonymous();
        }
        else
        {
            scraping.RequireAuthorization(Policies.Operations);
        }
    }
}
