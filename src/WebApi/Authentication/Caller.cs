using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace DealInsights.WebApi.Authentication;

/// <summary>
/// The caller that every scheme yields: roles, and a name for logs and audit records that is unique among all schemes:
/// <c>key:crm-ui</c>, <c>token:SUBJECT</c>, <c>hubspot:PORTAL:USER</c>, <c>operator-key</c>.
/// </summary>
internal static class Caller
{
    private const string NameClaim = "name";
    private const string RoleClaim = "role";

    /// <summary>The result of credentials that are not valid; it does not say why.</summary>
    public static AuthenticateResult Unknown { get; } = AuthenticateResult.Fail("The credentials are not valid.");

    /// <summary>The result of valid credentials.</summary>
    public static AuthenticateResult Success(string scheme, string name, params IEnumerable<string> roles) =>
        AuthenticateResult.Success(new AuthenticationTicket(Principal(scheme, name, roles), scheme));

    public static ClaimsPrincipal Principal(string scheme, string name, params IEnumerable<string> roles) => new(new ClaimsIdentity(
        [new Claim(NameClaim, name), .. roles.Select(role => new Claim(RoleClaim, role))], scheme, NameClaim, RoleClaim));
}
