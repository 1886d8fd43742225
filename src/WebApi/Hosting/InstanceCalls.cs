using DealInsights.WebApi.Health;
using DealInsights.WebApi.Observability;

namespace DealInsights.WebApi.Hosting;

/// <summary>What orchestrators and scrapers ask of one instance every few seconds: health and metrics.</summary>
internal static class InstanceCalls
{
    /// <summary>Whether a request to this path is one.</summary>
    public static bool IsOne(PathString path) =>
        path.StartsWithSegments(HealthEndpoints.Prefix) || path.StartsWithSegments(MetricsEndpoint.Path);
}
