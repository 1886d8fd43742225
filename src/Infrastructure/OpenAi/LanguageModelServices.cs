using System.Security.Cryptography;
using DealInsights.Application;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Registers the services that all chat models share.</summary>
internal static class LanguageModelServices
{
    /// <summary>Adds everything but the client of the model.</summary>
    public static IServiceCollection AddChatModel(this IServiceCollection services)
    {
        services.AddValidatedOptions<LanguageModelOptions>(LanguageModelOptions.Section);
        services.AddValidatedOptions<CompanyOverviewOptions>(CompanyOverviewOptions.Section);
        services.AddValidatedOptions<SellerOptions>(SellerOptions.Section);
        services.AddValidatedOptions<PrivacyOptions>(PrivacyOptions.Section);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.TryAddSingleton<Telemetry>();
        services.AddModelTransport();
        services.AddSingleton<ModelSpans>();
        services.AddSingleton<ModelResilience>();
        services.AddSingleton<ModelCalls>();
        services.AddSingleton<TranscriptFence>();
        services.AddSingleton<TranscriptTrimmer>();
        services.AddSingleton<QuestionRedaction>();
        services.AddSingleton<ChatMeetingSummarizer>();
        services.AddSingleton<ChatDecisionMakerClassifier>();
        services.AddHostedService<ModelPreparation>();

        return services;
    }
}
