using DealInsights.Application;
using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>Registers authentication and authorization, and adds them to the pipeline.</summary>
internal static class AuthenticationSetup
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddValidatedOptions<SecurityOptions>(SecurityOptions.Section);
        services.AddValidatedOptions<BearerTokenOptions>(BearerTokenOptions.Section);
        services.AddValidatedOptions<OperatorOptions>(OperatorOptions.Section);
        services.AddSingleton<AcceptedCredentials>();
        services.AddSingleton<ApiKeyCache>();
        services.AddSingleton<HubSpotSignature>();
        services.AddSingleton<FailedAttempts>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        services.AddSingleton<StartCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<StartCheck>());

        services.AddAuthentication(Schemes.Default)
            .AddPolicyScheme(Schemes.Default, displayName: null, policy => policy.ForwardDefaultSelector = Schemes.Select)
            .AddScheme<AuthenticationSchemeOptions, NoSingleCredentialHandler>(Schemes.None, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, NoSingleCredentialHandler>(Schemes.Several, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Schemes.ApiKey, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, HubSpotSignatureHandler>(Schemes.HubSpot, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, OperatorKeyHandler>(Schemes.OperatorKey, configureOptions: null)
            .AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(Schemes.Bearer).Configure<IOptions<BearerTokenOptions>>(
            (bearer, tokens) => BearerTokens.Configure(bearer, tokens.Value));
        // Data protection would write keys for cookies, which this service does not use, to the disk.
        foreach (var keys in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
        {
            services.Remove(keys);
        }

        services.AddAuthorization(Policies.AddTo);

        return services;
    }

    /// <summary>
    /// Authenticates and authorizes requests, and limits the requests of each client. Comes after the limit on requests in
    /// progress, which bounds what authentication costs.
    /// </summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        ClientLimit.Use(app);
    }
}
