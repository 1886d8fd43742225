using DealInsights.Application;
using DealInsights.Application.Access;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.HubSpot;

/// <summary>Registers what knows HubSpot.</summary>
internal static class HubSpotServices
{
    public static IServiceCollection AddHubSpot(this IServiceCollection services)
    {
        services.AddValidatedOptions<HubSpotOptions>(HubSpotOptions.Section);
        services.AddSingleton<ISignedCallVerifier, HubSpotSignatureVerifier>();

        return services;
    }
}
