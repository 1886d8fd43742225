using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DealInsights.WebApi.Http;

/// <summary>The liveness and readiness endpoints.</summary>
internal static class HealthEndpoints
{
    public const string Live = $"{InstanceEndpoints.Health}/live";

    public const string Ready = $"{InstanceEndpoints.Health}/ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");

        return services;
    }

    /// <summary>
    /// Maps <c>/health/live</c>, which checks nothing, and <c>/health/ready</c>, which is 200 only when the store responds.
    /// Both are exempt from the limit on requests in progress.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var probes = endpoints.MapGroup("").AllowAnonymous().DisableRateLimiting();
        probes.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        probes.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var model = context.RequestServices.GetRequiredService<LanguageModelStatus>();

        return context.Response.WriteAsJsonAsync(new
        {
            Status = report.Status == HealthStatus.Healthy ? "healthy" : "unhealthy",
            Store = context.RequestServices.GetRequiredService<IStoreStatus>().Name,
            Model = model.Name,
            model.Deployment,
        });
    }

    private sealed class StoreHealthCheck(IStoreStatus store) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await store.EnsureReadyAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (UpstreamUnavailableException unavailable)
            {
                return HealthCheckResult.Unhealthy(unavailable.Message);
            }
        }
    }
}
