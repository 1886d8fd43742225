using DealInsights.Application.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.Transfer;

/// <summary>Registers import and export.</summary>
internal static class TransferServices
{
    /// <summary>Adds importer and exporter for the registered store.</summary>
    public static IServiceCollection AddTransfer(this IServiceCollection services)
    {
        services.AddSingleton<IDealImporter, MongoExportImporter>();
        services.AddSingleton<IDealExporter, MongoExportExporter>();

        return services;
    }
}
