using DealInsights.Application.Access;
using Microsoft.AspNetCore.Authorization;

namespace DealInsights.WebApi.Security;

/// <summary>
/// The rights that an address may ask for, and which roles have them. An address asks by <c>[Authorize(Rights.…)]</c> or
/// <c>RequireAuthorization(Rights.…)</c>, or says by <c>AllowAnonymous</c> that it is public; one that does neither keeps
/// the service from starting (<see cref="StatedRights"/>).
/// </summary>
/// <remarks>
/// An operator is no reader: the key that a scraper or a dashboard holds opens no deal. An admin may do everything.
/// </remarks>
internal static class Rights
{
    /// <summary>To read what is known about deals: readers, admins.</summary>
    public const string Insights = "insights";

    /// <summary>To look at diagnostics: operators, admins, and who asks from this machine.</summary>
    public const string Operations = "operations";

    /// <summary>To read the metrics: as <see cref="Operations"/>, and everybody where that is allowed.</summary>
    public const string Metrics = "metrics";

    /// <summary>To change or remove what is stored: admins.</summary>
    public const string Administration = "administration";

    public static readonly IReadOnlyList<string> All = [Insights, Operations, Metrics, Administration];

    public static void AddTo(AuthorizationOptions authorization)
    {
        authorization.AddPolicy(Insights, policy => policy.RequireRole(RoleNames.Reader, RoleNames.Admin));
        authorization.AddPolicy(Operations, policy => policy.AddRequirements(new OperatorRequirement(OfMetrics: false)));
        authorization.AddPolicy(Metrics, policy => policy.AddRequirements(new OperatorRequirement(OfMetrics: true)));
        authorization.AddPolicy(Administration, policy => policy.RequireRole(RoleNames.Admin));

        // No address has none, as was checked at start; one that turns up later is nobody's. What is no address of ours
        // is left to answer 404 or 405.
        var unstated = new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build();
        authorization.DefaultPolicy = unstated;
        authorization.FallbackPolicy = unstated;
    }
}
