using System.Collections.Concurrent;
using DealInsights.WebApi.Security;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Hosting;

/// <summary>
/// Gives calls from HubSpot the time that it waits for them. The framework's limit can be another for an address, but not
/// for a caller: so theirs are the same addresses, with another limit.
/// </summary>
internal sealed class HubSpotTimeoutMiddleware(RequestDelegate next, IOptions<LimitOptions> limits)
{
    private readonly ConcurrentDictionary<RouteEndpoint, RouteEndpoint> _limited = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (HubSpotCalls.IsOne(context) && context.GetEndpoint() is RouteEndpoint address)
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
