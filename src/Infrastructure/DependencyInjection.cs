using DealInsights.Application.Privacy;
using DealInsights.Application.Transfer;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.Mongo;
using DealInsights.Infrastructure.OpenAi;
using DealInsights.Infrastructure.Removal;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using DealInsights.Infrastructure.Transfer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
            .AddSingleton<IDealImporter, MongoExportImporter>()
            .AddSingleton<IDealExporter, MongoExportExporter>()
            .AddScoped<IDataRemoval, DataRemoval>();

    // The choice of a store decides what is registered, so this setting is read before there are options.
    private static IServiceCollection AddStore(this IServiceCollection services, IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration.GetConnectionString("MongoDb"))
            ? services.AddEmbeddedStore()
            : services.AddMongoStore();

    /// <summary>Adds the ports that a model serves, and <see cref="Application.Diagnostics.LanguageModelStatus"/>.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configuration">Decides which model. Its settings are validated at start.</param>
    /// <exception cref="OptionsValidationException">Two models are configured.</exception>
    internal static IServiceCollection AddLanguageModel(this IServiceCollection services, IConfiguration configuration)
    {
        var azureOpenAi = IsConfigured(configuration, AzureOpenAiOptions.Section);
        var openAiCompatible = IsConfigured(configuration, OpenAiCompatibleOptions.Section);

        return (azureOpenAi, openAiCompatible) switch
        {
            (true, true) => throw new OptionsValidationException(
                LanguageModelOptions.Section,
                typeof(LanguageModelOptions),
                ["AzureOpenAI__Endpoint and OpenAICompatible__Endpoint are both configured: keep the settings of one."]),
            (true, false) => services.AddAzureOpenAi().AddModelInsights(),
            (false, true) => services.AddOpenAiCompatible().AddModelInsights(),
            (false, false) => services.AddOfflineInsights(),
        };
    }

    // A single setting is enough, so that an incomplete configuration is refused at start and does not mean no model.
    private static bool IsConfigured(IConfiguration configuration, string section) =>
        configuration.GetSection(section).GetChildren().Any(setting => !string.IsNullOrWhiteSpace(setting.Value));
}
