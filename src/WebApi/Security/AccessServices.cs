using DealInsights.Application;
using DealInsights.WebApi.Hosting;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
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
        services.AddSingleton<AccessCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<AccessCheck>());
        services.AddHostedService<KeyUseWriter>();

        services.AddSingleton<ApiKeyAuthentication>();
        services.AddSingleton<HubSpotAuthentication>();
        services.AddSingleton<OperatorKeyAuthentication>();
        services.AddTransient<CallerAuthentication>();
        services
            .AddAuthentication(authentication =>
            {
                authentication.DefaultScheme = Schemes.Caller;
                authentication.AddScheme<CallerAuthentication>(Schemes.Caller, displayName: null);
            })
            .AddJwtBearer();
        // It would make keys for cookies, which nobody gets here, and write them to the disk.
        foreach (var keys in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
        {
            services.Remove(keys);
        }

        services.AddOptions<JwtBearerOptions>(Schemes.Bearer).Configure<IOptions<TokenOptions>>(
            (bearer, tokens) => Tokens.Configure(bearer, tokens.Value));

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
        ClientLimit.Use(app);
        app.UseAuthorization();
    }
}
