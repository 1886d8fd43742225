using System.Security.Claims;
using DealInsights.Application.Access;
using DealInsights.Application.Failures;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace DealInsights.WebApi.Security;

/// <summary>What makes a bearer token one of ours. The framework's own handler verifies it.</summary>
internal static class Tokens
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // Signatures by a key that only the issuer has. With a shared secret (HS256) an issuer's public key could be taken
    // for one, and then everybody could sign.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void Configure(JwtBearerOptions bearer, TokenOptions tokens)
    {
        if (string.IsNullOrWhiteSpace(tokens.Authority))
        {
            return;
        }

        bearer.Authority = tokens.Authority;
        bearer.Audience = tokens.Audience;
        // Other addresses than loopback are https ones, as the options see to.
        bearer.RequireHttpsMetadata = !new Uri(tokens.Authority).IsLoopback;
        bearer.BackchannelTimeout = TimeSpan.FromSeconds(5);
        // How often a token with an unknown key may have the issuer asked for its keys.
        bearer.RefreshInterval = TimeSpan.FromSeconds(30);
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.TokenValidationParameters.ValidAlgorithms = Algorithms;
        bearer.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = EnsureIssuerIsKnownAsync,
            OnTokenValidated = context =>
            {
                Accept(context, tokens.RoleClaim);
                return Task.CompletedTask;
            },
        };
    }

    // Without the issuer's keys the handler would call every token wrong. They are remembered, so this waits but once.
    private static async Task EnsureIssuerIsKnownAsync(MessageReceivedContext context)
    {
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException)
        {
            throw new UpstreamUnavailableException("The issuer of tokens", RetryAfter, failure);
        }
    }

    // Replaces what the token says by what counts of it, in the form that callers of all ways have.
    private static void Accept(TokenValidatedContext context, string roleClaim)
    {
        if (context.Principal?.FindFirstValue("sub") is not { Length: > 0 } subject)
        {
            context.Fail("No subject.");
            return;
        }

        context.Principal = Callers.Make(
            Schemes.Bearer,
            $"token:{subject}",
            [.. context.Principal.FindAll(roleClaim).Select(claim => claim.Value).Where(RoleNames.All.Contains)]);
    }
}
