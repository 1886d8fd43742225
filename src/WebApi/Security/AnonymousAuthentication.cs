using DealInsights.Application.Access;
using Microsoft.AspNetCore.Authentication;

namespace DealInsights.WebApi.Security;

/// <summary>Who sends no credentials: a reader where that is allowed, else nobody.</summary>
internal sealed class AnonymousAuthentication(WaysIn ways) : CallerAuthentication
{
    private static readonly Task<AuthenticateResult> Reader = Task.FromResult(AuthenticateResult.Success(
        new AuthenticationTicket(Callers.Make(Schemes.Anonymous, "anonymous", RoleNames.Reader), Schemes.Anonymous)));

    private static readonly Task<AuthenticateResult> Nobody = Task.FromResult(AuthenticateResult.NoResult());

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> FindCallerAsync() => ways.Anonymous ? Reader : Nobody;
}
