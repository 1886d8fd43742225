using Microsoft.AspNetCore.Authentication;

namespace DealInsights.WebApi.Security;

/// <summary>Refuses a request that comes with more than one credential, right or wrong.</summary>
internal sealed class SeveralCredentials : CallerAuthentication
{
    private static readonly Task<AuthenticateResult> Refused = Task.FromResult(AuthenticateResult.Fail("Several credentials."));

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> FindCallerAsync() => Refused;
}
