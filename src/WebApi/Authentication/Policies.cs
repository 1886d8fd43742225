using DealInsights.Application.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>
/// The authorization policies. Every endpoint names one with <c>[Authorize(Policies.…)]</c> or
/// <c>RequireAuthorization(Policies.…)</c>, or is public with <c>AllowAnonymous</c>; <see cref="PolicyCheck"/> refuses the
/// start otherwise.
/// </summary>
/// <remarks>An operator is not a reader: the key that a scraper or a dashboard holds reads no deal.</remarks>
internal static class Policies
{
    /// <summary>Read deals: readers and admins, and everyone where anonymous reads are allowed.</summary>
    public const string Insights = "insights";

    /// <summary>Read diagnostics and metrics: operators and admins, and callers on this machine where that is allowed.</summary>
    public const string Operations = "operations";

    /// <summary>Change or remove what is stored, and read the audit records: admins.</summary>
    public const string Administration = "administration";

    public static readonly IReadOnlyList<string> All = [Insights, Operations, Administration];

    public static void AddTo(AuthorizationOptions authorization)
    {
        Add(Insights, [RoleNames.Reader, RoleNames.Admin], AllowsAnonymous);
        Add(Operations, [RoleNames.Operator, RoleNames.Admin], AllowsLoopback);
        Add(Administration, [RoleNames.Admin], _ => false);

        // Refuses an endpoint without a policy. Where nothing is mapped, the response is 404 or 405.
        var refuse = new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build();
        authorization.DefaultPolicy = refuse;
        authorization.FallbackPolicy = refuse;

        void Add(string policy, string[] roles, Func<HttpContext, bool> isOpenTo) =>
            authorization.AddPolicy(policy, builder => builder.AddRequirements(new RoleRequirement(roles, isOpenTo)));
    }

    private static bool AllowsAnonymous(HttpContext context) =>
        context.RequestServices.GetRequiredService<AcceptedCredentials>().Anonymous;

    private static bool AllowsLoopback(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<OperatorOptions>>().Value.AllowLoopback && LocalRequests.IsLocal(context);
}
