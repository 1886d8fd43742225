using System.Text.Json.Nodes;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DealInsights.WebApi.Http;

/// <summary>The liveness and readiness endpoints.</summary>
internal static class HealthEndpoints
{
    private const string Prefix = InstanceEndpoints.Health;

    public const string Live = $"{Prefix}/live";

    public const string Ready = $"{Prefix}/ready";

    private const string ReadyTag = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StoreHealthCheck>("store", tags: [ReadyTag]);
        return services;
    }

    /// <summary>
    /// Maps <c>/health/live</c>, which checks nothing, and <c>/health/ready</c>, which is 200 only when the store answers.
    /// Both are exempt from the limit on requests in progress.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .AllowAnonymous()
            .DisableRateLimiting();
        endpoints
            .MapHealthChecks(Ready, new HealthCheckOptions
            {
                Predicate = check => check.Tags.Contains(ReadyTag),
                ResponseWriter = WriteAsync,
            })
            .AllowAnonymous()
            .DisableRateLimiting();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var model = context.RequestServices.GetRequiredService<LanguageModelStatus>();

        var answer = new JsonObject
        {
            ["status"] = NameOf(report.Status),
            ["store"] = context.RequestServices.GetRequiredService<IStoreStatus>().Name,
            ["model"] = model.Name,
            ["deployment"] = model.Deployment,
        };

        return context.Response.WriteAsJsonAsync(answer);
    }

    private static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        _ => "unhealthy",
    };

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
