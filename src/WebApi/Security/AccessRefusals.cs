using DealInsights.WebApi.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace DealInsights.WebApi.Security;

/// <summary>
/// Writes the refusals: 401 to whoever has not said who they are, 403 to whoever may not. They tell how to ask, and
/// nothing about what is kept.
/// </summary>
internal sealed class AccessRefusals(WaysIn ways) : IAuthorizationMiddlewareResultHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        var isForOperators = policy.Requirements.Any(requirement => requirement is OperatorRequirement);
        if (Callers.NameOf(context) is not null)
        {
            return Problems.WriteAsync(
                context, StatusCodes.Status403Forbidden, "The role of these credentials does not include this address.");
        }

        return isForOperators && !ways.AreAnyForOperators
            ? Problems.WriteAsync(
                context, StatusCodes.Status403Forbidden, "This can be asked from the service's own machine only.")
            : WriteMissingAsync(context, isForOperators);
    }

    /// <summary>Answers a request whose credentials are wrong.</summary>
    public Task WriteWrongAsync(HttpContext context, string scheme)
    {
        context.Response.Headers.WWWAuthenticate = scheme switch
        {
            Schemes.Bearer => "Bearer error=\"invalid_token\"",
            Schemes.Several => Challenges(forOperators: true).ToArray(),
            _ => scheme,
        };

        return Problems.WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            scheme == Schemes.Several
                ? "Several credentials were sent; send one."
                : "The credentials are not valid, or not any more.");
    }

    private Task WriteMissingAsync(HttpContext context, bool forOperators)
    {
        context.Response.Headers.WWWAuthenticate = Challenges(forOperators).ToArray();

        return Problems.WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            $"Credentials are needed: {string.Join(", or ", Instructions(forOperators))}.");
    }

    private IEnumerable<string> Challenges(bool forOperators)
    {
        if (ways.ApiKeys)
        {
            yield return Schemes.ApiKey;
        }

        if (ways.Tokens)
        {
            yield return Schemes.Bearer;
        }

        if (ways.Signatures && !forOperators)
        {
            yield return Schemes.HubSpot;
        }

        if (ways.OperatorKey && forOperators)
        {
            yield return Schemes.OperatorKey;
        }
    }

    private IEnumerable<string> Instructions(bool forOperators) => Challenges(forOperators).Select(challenge => challenge switch
    {
        Schemes.ApiKey => $"an API key in the header {ApiKeyAuthentication.Header}",
        Schemes.Bearer => "a token in the header Authorization, after the word Bearer",
        Schemes.HubSpot => "HubSpot's signature, version 3",
        _ => $"the operators' key in the header {OperatorKeyAuthentication.Header}",
    });
}
