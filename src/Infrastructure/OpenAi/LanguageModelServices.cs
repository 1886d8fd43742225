using System.Security.Cryptography;
using DealInsights.Application;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Application.Stakeholders;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.Offline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Registers what all chat models share, and the offline rules.</summary>
internal static class LanguageModelServices
{
    /// <summary>Adds the ports as the offline rules answer them.</summary>
    public static IServiceCollection AddOfflineModel(this IServiceCollection services)
    {
        services.AddSingleton(new LanguageModelStatus("offline", Deployment: null));
        services.AddScoped<IMeetingSummarizer, OfflineMeetingSummarizer>();
        services.AddScoped<IDecisionMakerClassifier, OfflineDecisionMakerClassifier>();

        return services;
    }

    /// <summary>Adds the ports as a chat model answers them; which model is to be added beside it.</summary>
    public static IServiceCollection AddChatModel(this IServiceCollection services)
    {
        services.AddValidatedOptions<LanguageModelOptions>(LanguageModelOptions.Section);
        services.AddValidatedOptions<SellerOptions>(SellerOptions.Section);
        services.AddValidatedOptions<PrivacyOptions>(PrivacyOptions.Section);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.AddMetrics();
        services.TryAddSingleton<Telemetry>();
        services.AddModelTransport();
        services.AddSingleton<ModelMetrics>();
        services.AddSingleton<ModelSpans>();
        services.AddSingleton<ModelResilience>();
        services.AddSingleton<ModelCalls>();
        services.AddSingleton<TranscriptFence>();
        services.AddSingleton<TranscriptTrimmer>();
        services.AddSingleton<QuestionRedaction>();
        services.AddSingleton<ChatMeetingSummarizer>();
        services.AddSingleton<ChatDecisionMakerClassifier>();
        services.AddSingleton<ModelFallback>();
        services.AddScoped<OfflineMeetingSummarizer>();
        services.AddSingleton<OfflineDecisionMakerClassifier>();
        services.AddInsights();

        return services;
    }
}
