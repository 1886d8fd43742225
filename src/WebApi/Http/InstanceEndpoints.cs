namespace DealInsights.WebApi.Http;

/// <summary>The endpoints that orchestrators and scrapers call on each instance every few seconds.</summary>
internal static class InstanceEndpoints
{
    public const string Health = "/health";

    public const string Metrics = "/metrics";

    /// <summary>Whether a path belongs to one of them.</summary>
    public static bool Include(PathString path) => path.StartsWithSegments(Health) || path.StartsWithSegments(Metrics);
}
