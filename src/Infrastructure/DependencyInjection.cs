using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure;

/// <summary>Chooses the adapters behind the application's ports.</summary>
public static class DependencyInjection
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DamageLog>();
        services.AddSingleton<StoredDocumentReader>();

        return services;
    }
}
