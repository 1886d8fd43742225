using DealInsights.Application.Access;
using DealInsights.WebApi.Diagnostics;
using DealInsights.WebApi.Observability;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Security;

/// <summary>To be an operator or an admin, or to ask without credentials from where that is allowed.</summary>
/// <param name="OfMetrics">Whether it is the metrics that are asked for, which may be open to everybody.</param>
internal sealed record OperatorRequirement(bool OfMetrics) : IAuthorizationRequirement;

internal sealed class OperatorRequirementHandler(
    IOptions<DiagnosticsOptions> diagnostics, IOptions<MetricsOptions> metrics) : AuthorizationHandler<OperatorRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OperatorRequirement requirement)
    {
        if (context.User.IsInRole(RoleNames.Operator)
            || context.User.IsInRole(RoleNames.Admin)
            // A reader is one wherever they ask from.
            || (context.Resource is HttpContext http && Callers.NameOf(http) is null && IsOpenTo(http, requirement)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private bool IsOpenTo(HttpContext http, OperatorRequirement requirement) => requirement.OfMetrics
        ? metrics.Value.AllowRemote || LocalCalls.IsOne(http)
        : diagnostics.Value.AllowLoopback && LocalCalls.IsOne(http);
}
