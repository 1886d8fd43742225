using DealInsights.Infrastructure.LanguageModel;
using DealInsights.Infrastructure.Mongo;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using DealInsights.Infrastructure.Transfer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure;

/// <summary>Chooses the adapters behind the application's ports.</summary>
public static class DependencyInjection
{
    /// <summary>Adds the store and the language model that the configuration names; it is read when they are first used.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton<DamageLog>()
            .AddSingleton<StoredDocumentReader>()
            .AddStore(configuration)
            .AddLanguageModel(configuration)
            .AddTransfer();

    // Which of two stores is a matter of what is registered, so this one setting is looked at here.
    private static IServiceCollection AddStore(this IServiceCollection services, IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration.GetConnectionString("MongoDb"))
            ? services.AddEmbeddedStore()
            : services.AddMongoStore();
}
