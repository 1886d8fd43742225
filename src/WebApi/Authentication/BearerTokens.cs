using System.Security.Claims;
using DealInsights.Application.Access;
using DealInsights.Application.Failures;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DealInsights.WebApi.Authentication;

/// <summary>Configures the framework's handler of bearer tokens.</summary>
internal static class BearerTokens
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // Asymmetric signatures only. With a shared secret (HS256) an issuer's public key could be taken for the secret.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    // Access tokens: of RFC 9068, or without a type of their own. ID tokens of issuers that mark them are refused.
    private static readonly string[] Types = ["at+jwt", "JWT"];

    public static void Configure(JwtBearerOptions bearer, BearerTokenOptions tokens)
    {
        if (string.IsNullOrWhiteSpace(tokens.Authority))
        {
            return;
        }

        bearer.Authority = tokens.Authority;
        bearer.Audience = tokens.Audience;
        // The options accept plain http on loopback alone.
        bearer.RequireHttpsMetadata = !new Uri(tokens.Authority).IsLoopback;
        bearer.BackchannelTimeout = TimeSpan.FromSeconds(5);
        // The least time between two fetches of the issuer's keys for tokens with an unknown key.
        bearer.RefreshInterval = TimeSpan.FromSeconds(30);
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.TokenValidationParameters.ValidAlgorithms = Algorithms;
        bearer.TokenValidationParameters.ValidTypes = Types;
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

    // Without the issuer's keys the handler would call every token wrong. The configuration manager caches them.
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

    /// <summary>Replaces the token's claims by the caller's name and known roles.</summary>
    private static void Accept(TokenValidatedContext context, string roleClaim)
    {
        // RFC 7515: a critical extension that the recipient does not understand makes the token invalid.
        if (context.SecurityToken is not JsonWebToken token || token.TryGetHeaderValue<object>("crit", out _))
        {
            context.Fail("A critical header.");
        }
        else if (context.Principal?.FindFirstValue("sub") is not { Length: > 0 } subject || subject.Any(char.IsControl))
        {
            context.Fail("No subject, or one with control characters.");
        }
        else
        {
            context.Principal = Caller.Principal(
                Schemes.Bearer,
                $"token:{subject}",
                context.Principal.FindAll(roleClaim).Select(claim => claim.Value).Where(RoleNames.All.Contains));
        }
    }
}
