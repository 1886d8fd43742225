using System.Threading.RateLimiting;
using DealInsights.Application.Access;
using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace DealInsights.WebApi.Authentication;

/// <summary>
/// Writes 401 for missing or wrong credentials, 403 for a missing role and 429 for too many wrong credentials. The
/// responses say how to authenticate, never what was wrong.
/// </summary>
internal sealed class AccessRefusals(AcceptedCredentials accepted, FailedAttempts failures) : IAuthorizationMiddlewareResultHandler
{
    /// <inheritdoc/>
    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var isForOperators = policy.Requirements.OfType<RoleRequirement>().Any(requirement => requirement.Roles.Contains(RoleNames.Operator));
        if (authorizeResult.Succeeded)
        {
            await next(context);
        }
        else if (authorizeResult.Forbidden)
        {
            await Problems.WriteAsync(
                context, StatusCodes.Status403Forbidden, "The role of these credentials does not include this address.");
        }
        else if ((await context.AuthenticateAsync()).Failure is not null)
        {
            await RefuseWrongAsync(context);
        }
        else if (isForOperators && accepted.ForOperators.Count == 0)
        {
            await Problems.WriteAsync(
                context, StatusCodes.Status403Forbidden, "This can be asked from the service's own machine only.");
        }
        else
        {
            await RefuseMissingAsync(context, isForOperators);
        }
    }

    private Task RefuseWrongAsync(HttpContext context)
    {
        var scheme = Schemes.Select(context);
        using var lease = failures.Charge(context, scheme);
        if (!lease.IsAcquired)
        {
            return Problems.WriteRetryLaterAsync(
                context,
                StatusCodes.Status429TooManyRequests,
                "Too many requests with wrong credentials came from this address.",
                lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1));
        }

        context.Response.Headers.WWWAuthenticate = scheme switch
        {
            Schemes.Bearer => "Bearer error=\"invalid_token\"",
            Schemes.Several => accepted.All.ToArray(),
            _ => scheme,
        };

        return Problems.WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            scheme == Schemes.Several
                ? "Several credentials were sent; send one."
                : "The credentials are not valid, or not any more.");
    }

    private Task RefuseMissingAsync(HttpContext context, bool forOperators)
    {
        var schemes = forOperators ? accepted.ForOperators : accepted.ForReaders;
        context.Response.Headers.WWWAuthenticate = schemes.ToArray();

        return Problems.WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            $"Credentials are needed: {string.Join(", or ", schemes.Select(InstructionFor))}.");
    }

    private static string InstructionFor(string scheme) => scheme switch
    {
        Schemes.ApiKey => $"an API key in the header {ApiKeyHandler.Header}",
        Schemes.Bearer => "a token in the header Authorization, after the word Bearer",
        Schemes.HubSpot => "HubSpot's signature, version 3",
        _ => $"the operators' key in the header {OperatorKeyHandler.Header}",
    };
}
