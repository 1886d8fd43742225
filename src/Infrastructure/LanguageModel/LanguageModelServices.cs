using System.Security.Cryptography;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Application.Stakeholders;
using DealInsights.Infrastructure.AzureOpenAi;
using DealInsights.Infrastructure.Offline;
using DealInsights.Infrastructure.OpenAiCompatible;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.LanguageModel;

/// <summary>Registers the language model that is configured, or the offline rules where none is.</summary>
internal static class LanguageModelServices
{
    /// <summary>Adds the ports that a model answers, and <see cref="LanguageModelStatus"/>.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Says which model; its values are read when it is first used, and checked at start.</param>
    /// <exception cref="OptionsValidationException">Two models are configured.</exception>
    public static IServiceCollection AddLanguageModel(this IServiceCollection services, IConfiguration configuration)
    {
        var azureOpenAi = IsConfigured(configuration, AzureOpenAiOptions.Section);
        var openAiCompatible = IsConfigured(configuration, OpenAiCompatibleOptions.Section);

        return (azureOpenAi, openAiCompatible) switch
        {
            (true, true) => throw new OptionsValidationException(
                LanguageModelOptions.Section,
                typeof(LanguageModelOptions),
                ["AzureOpenAI__Endpoint and OpenAICompatible__Endpoint are both configured: keep the settings of one."]),
            (true, false) => services.AddChatModel().AddAzureOpenAi(),
            (false, true) => services.AddChatModel().AddOpenAiCompatible(),
            (false, false) => services.AddOfflineModel(),
        };
    }

    // Any setting counts, so that a half-configured model is refused at start and not taken for none.
    private static bool IsConfigured(IConfiguration configuration, string section) =>
        configuration.GetSection(section).GetChildren().Any(setting => !string.IsNullOrWhiteSpace(setting.Value));

    private static IServiceCollection AddOfflineModel(this IServiceCollection services)
    {
        services.AddSingleton(new LanguageModelStatus("offline", Deployment: null));
        services.AddScoped<IMeetingSummarizer, OfflineMeetingSummarizer>();
        services.AddScoped<IDecisionMakerClassifier, OfflineDecisionMakerClassifier>();

        return services;
    }

    private static IServiceCollection AddChatModel(this IServiceCollection services)
    {
        services.AddOptions<LanguageModelOptions>()
            .BindConfiguration(LanguageModelOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<SellerOptions>()
            .BindConfiguration(SellerOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.AddMetrics();
        services.AddModelTransport();
        services.AddSingleton<ModelMetrics>();
        services.AddSingleton<ModelResilience>();
        services.AddSingleton<ModelCalls>();
        services.AddSingleton<TranscriptFence>();
        services.AddSingleton<ChatMeetingSummarizer>();
        services.AddSingleton<ChatDecisionMakerClassifier>();
        services.AddSingleton<OfflineMeetingSummarizer>();
        services.AddSingleton<OfflineDecisionMakerClassifier>();

        services.AddScoped<ModelFallback>();
        services.AddScoped<IMeetingSummarizer, MeetingSummarizerWithFallback>();
        services.AddScoped<IDecisionMakerClassifier, DecisionMakerClassifierWithFallback>();

        return services;
    }
}
