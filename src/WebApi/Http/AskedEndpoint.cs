using Microsoft.AspNetCore.Diagnostics;

namespace DealInsights.WebApi.Http;

/// <summary>Finds the endpoint of a request.</summary>
internal static class AskedEndpoint
{
    /// <summary>The endpoint, also of a request that failed; null where nothing is mapped.</summary>
    public static RouteEndpoint? Of(HttpContext context) =>
        // The exception handler clears the endpoint and keeps it in its feature.
        (context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint;
}
