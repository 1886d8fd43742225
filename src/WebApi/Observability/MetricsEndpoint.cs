using System.Net;
using DealInsights.WebApi.Errors;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Observability;

/// <summary>The metrics as text for Prometheus, for operators: on loopback, and elsewhere when it is allowed.</summary>
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
        scraping.Add(endpoint =>
        {
            var answer = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => MayRead(context)
                ? answer(context)
                : Problems.WriteAsync(
                    context,
                    StatusCodes.Status403Forbidden,
                    "Metrics are for this machine alone, unless Metrics__AllowRemote is true.");
        });
    }

    private static bool MayRead(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<MetricsOptions>>().Value.AllowRemote
        || (context.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
}
