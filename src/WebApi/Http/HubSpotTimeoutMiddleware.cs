using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Http;

/// <summary>
/// Ends requests from HubSpot before it gives up on them. The framework sets a timeout for each endpoint but not for each
/// caller, so these requests get copies of the endpoints with another timeout.
/// </summary>
internal sealed class HubSpotTimeoutMiddleware(RequestDelegate next, IOptions<LimitOptions> limits)
{
    private readonly ConcurrentDictionary<RouteEndpoint, RouteEndpoint> _limited = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (HubSpotRequests.IsFromHubSpot(context) && context.GetEndpoint() is RouteEndpoint address)
        {
            context.SetEndpoint(_limited.GetOrAdd(address, Limited, limits.Value));
        }

        return next(context);
    }

    private static RouteEndpoint Limited(RouteEndpoint address, LimitOptions limits)
    {
        var policy = new RequestTimeoutPolicy
        {
            Timeout = limits.HubSpotLimit,
            WriteTimeoutResponse = RequestLimits.EndOverdueAsync,
        };

        return new RouteEndpoint(
            address.RequestDelegate!,
            address.RoutePattern,
            address.Order,
            new EndpointMetadataCollection([.. address.Metadata.Where(one => one is not DisableRequestTimeoutAttribute), policy]),
            address.DisplayName);
    }
}
