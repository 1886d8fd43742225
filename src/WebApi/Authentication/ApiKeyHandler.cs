using System.Text.Encodings.Web;
using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>Authenticates by an API key in the header <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyCache keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Api-Key";

    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store cannot say whether the key is valid.</exception>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ } secret] || !ApiKeySecret.HasForm(secret))
        {
            return Caller.Unknown;
        }

        var key = await keys.FindValidAsync(ApiKeySecret.HashOf(secret), Context.RequestAborted);

        return key is null ? Caller.Unknown : Caller.Success(Scheme.Name, $"key:{key.Name}", RoleNames.NameOf(key.Role));
    }
}
