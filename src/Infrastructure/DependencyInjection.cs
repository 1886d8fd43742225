using DealInsights.Application.Privacy;
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
            .AddTransfer()
            .AddScoped<IDataRemoval, DataRemoval>();

    // Which of two stores is a matter of what is registered, so this one setting is looked at here.
    private static IServiceCollection AddStore(this IServiceCollection services, IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration.GetConnectionString("MongoDb"))
            ? services.AddEmbeddedStore()
            : services.AddMongoStore();

    /// <summary>Adds the ports that a model answers, and <see cref="Application.Diagnostics.LanguageModelStatus"/>.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Says which model; its values are read when it is first used, and checked at start.</param>
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
            (true, false) => services.AddChatModel().AddAzureOpenAi().AddModelInsights(),
            (false, true) => services.AddChatModel().AddOpenAiCompatible().AddModelInsights(),
            (false, false) => services.AddOfflineInsights(),
        };
    }

    // Any setting counts, so that a half-configured model is refused at start and not taken for none.
    private static bool IsConfigured(IConfiguration configuration, string section) =>
        configuration.GetSection(section).GetChildren().Any(setting => !string.IsNullOrWhiteSpace(setting.Value));
}
