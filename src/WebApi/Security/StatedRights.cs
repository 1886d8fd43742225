using Microsoft.AspNetCore.Authorization;

namespace DealInsights.WebApi.Security;

/// <summary>Keeps the service from starting when an address does not state who may ask.</summary>
internal static class StatedRights
{
    /// <summary>Looks at every address.</summary>
    /// <exception cref="InvalidOperationException">One states nothing, or a right that does not exist.</exception>
    public static void Check(IEndpointRouteBuilder endpoints)
    {
        var unstated = endpoints.DataSources
            .SelectMany(source => source.Endpoints)
            .Where(endpoint => !IsStated(endpoint))
            .Select(endpoint => (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName)
            .ToList();
        if (unstated.Count > 0)
        {
            throw new InvalidOperationException(
                $"Who may ask is not stated for {string.Join(", ", unstated)}: say [Authorize(Rights.…)], or AllowAnonymous.");
        }
    }

    /// <summary>Whether an address is public, or asks for a right of ours by name.</summary>
    internal static bool IsStated(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is { Count: > 0 } asked
            && asked.All(one => Rights.All.Contains(one.Policy));
}
