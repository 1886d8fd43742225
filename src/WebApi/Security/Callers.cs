using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace DealInsights.WebApi.Security;

/// <summary>
/// Who sent a request, whichever way they came in. The name is fit for logs and audits and unique among all ways:
/// <c>key:crm-ui</c>, <c>token:SUBJECT</c>, <c>hubspot:PORTAL:USER</c>, <c>operator-key</c>, <c>anonymous</c>.
/// </summary>
internal static class Callers
{
    /// <summary>Makes a caller.</summary>
    /// <param name="scheme">The way they came in, one of <see cref="Schemes"/>.</param>
    /// <param name="name">Who they are.</param>
    /// <param name="roles">What they may do.</param>
    public static ClaimsPrincipal Make(string scheme, string name, params ReadOnlySpan<string> roles)
    {
        var identity = new CallerIdentity(scheme, name);
        foreach (var role in roles)
        {
            identity.AddClaim(new Claim(CallerIdentity.RoleClaim, role));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>What the check of credentials says when they are those of a caller, see <see cref="Make"/>.</summary>
    public static AuthenticateResult ResultOf(string scheme, string name, params ReadOnlySpan<string> roles) =>
        AuthenticateResult.Success(new AuthenticationTicket(Make(scheme, name, roles), scheme));

    /// <summary>The name of who sent credentials, and right ones; <see langword="null"/> for everybody else.</summary>
    public static string? NameOf(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, AuthenticationType: not Schemes.Anonymous } caller ? caller.Name : null;

    /// <summary>Knows its name without looking through the claims, as every request asks for it.</summary>
    private sealed class CallerIdentity : ClaimsIdentity
    {
        public const string RoleClaim = "role";

        private const string NameClaim = "name";

        public CallerIdentity(string scheme, string name)
            : base(scheme, NameClaim, RoleClaim)
        {
            Name = name;
            AddClaim(new Claim(NameClaim, name));
        }

        public override string Name { get; }
    }
}
