using DealInsights.Application;
using DealInsights.WebApi.Hosting;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Security;

/// <summary>Registers who may ask, and puts the check in the way of requests.</summary>
internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddValidatedOptions<SecurityOptions>(SecurityOptions.Section);
        services.AddValidatedOptions<TokenOptions>(TokenOptions.Section);
        services.AddSingleton<WaysIn>();
        services.AddSingleton<FailedAttempts>();
        services.AddSingleton<AccessRefusals>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler>(provider => provider.GetRequiredService<AccessRefusals>());
        services.AddSingleton<IAuthorizationHandler, OperatorRequirementHandler>();
        services.AddHostedService<AccessStart>();
        services.AddHostedService<KeyUseWriter>();

        services.AddAuthentication(authentication =>
            {
                authentication.DefaultScheme = Schemes.Caller;
                authentication.AddScheme<ApiKeyAuthentication>(Schemes.ApiKey, displayName: null);
                authentication.AddScheme<HubSpotAuthentication>(Schemes.HubSpot, displayName: null);
                authentication.AddScheme<OperatorKeyAuthentication>(Schemes.OperatorKey, displayName: null);
                authentication.AddScheme<AnonymousAuthentication>(Schemes.Anonymous, displayName: null);
                authentication.AddScheme<SeveralCredentials>(Schemes.Several, displayName: null);
            })
            .AddPolicyScheme(Schemes.Caller, displayName: null, scheme => scheme.ForwardDefaultSelector = Schemes.Of)
            .AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(Schemes.Bearer).Configure<IOptions<TokenOptions>>(
            (bearer, tokens) => Tokens.Configure(bearer, tokens.Value));
        foreach (var handler in new[]
            { typeof(ApiKeyAuthentication), typeof(HubSpotAuthentication), typeof(OperatorKeyAuthentication), typeof(AnonymousAuthentication), typeof(SeveralCredentials) })
        {
            services.AddTransient(handler);
        }

        services.AddAuthorization(Rights.AddTo);

        return services;
    }

    /// <summary>
    /// Finds out who sent a request, ends it when its credentials are wrong, when that client has sent too many, or when
    /// they may not. After the limit on requests in progress: what this costs is bounded by it.
    /// </summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseMiddleware<WrongCredentialsMiddleware>();
        app.UseRateLimiter(new RateLimiterOptions().AddPolicy<string, ClientLimitPolicy>(ClientLimitPolicy.Name));
        app.UseAuthorization();
    }
}
