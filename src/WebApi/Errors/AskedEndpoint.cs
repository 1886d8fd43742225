using Microsoft.AspNetCore.Diagnostics;

namespace DealInsights.WebApi.Errors;

/// <summary>What a request asked for.</summary>
internal static class AskedEndpoint
{
    /// <summary>The endpoint, of a request that failed as well; <see langword="null"/> where nothing is mapped.</summary>
    public static RouteEndpoint? Of(HttpContext context) =>
        // A failure takes the endpoint away, but says which it was.
        (context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint;
}
