using Microsoft.AspNetCore.Authorization;

namespace DealInsights.WebApi.Authentication;

/// <summary>Met by a caller with one of the roles, and by a request without credentials where the policy is open to it.</summary>
/// <param name="roles">The roles.</param>
/// <param name="isOpenTo">Whether a request needs no credentials. Wrong credentials are refused even then.</param>
internal sealed class RoleRequirement(IReadOnlyList<string> roles, Func<HttpContext, bool> isOpenTo)
    : AuthorizationHandler<RoleRequirement>, IAuthorizationRequirement
{
    public IReadOnlyList<string> Roles => roles;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (roles.Any(context.User.IsInRole)
            || (context.Resource is HttpContext http && Schemes.Select(http) == Schemes.None && isOpenTo(http)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
