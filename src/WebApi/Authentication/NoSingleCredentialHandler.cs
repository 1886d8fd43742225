using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>Handles <see cref="Schemes.None"/>, which identifies nobody, and <see cref="Schemes.Several"/>, which fails.</summary>
internal sealed class NoSingleCredentialHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(Scheme.Name == Schemes.Several ? Caller.Unknown : AuthenticateResult.NoResult());
}
