using Microsoft.AspNetCore.Authorization;

namespace DealInsights.WebApi.Authentication;

/// <summary>Refuses the start when an endpoint neither names a policy nor is public.</summary>
internal static class PolicyCheck
{
    /// <exception cref="InvalidOperationException">An endpoint names no policy, or one that does not exist.</exception>
    public static void Run(IEndpointRouteBuilder endpoints)
    {
        var without = endpoints.DataSources
            .SelectMany(source => source.Endpoints)
            .Where(endpoint => !HasPolicy(endpoint))
            .Select(endpoint => (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName)
            .ToList();
        if (without.Count > 0)
        {
            throw new InvalidOperationException(
                $"No authorization policy for {string.Join(", ", without)}: add [Authorize(Policies.…)], or AllowAnonymous.");
        }
    }

    /// <summary>Whether an endpoint is public, or names one of <see cref="Policies.All"/>.</summary>
    internal static bool HasPolicy(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is { Count: > 0 } asked
            && asked.All(one => Policies.All.Contains(one.Policy));
}
