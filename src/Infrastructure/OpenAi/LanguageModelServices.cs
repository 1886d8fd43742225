using System.ClientModel;
using System.Security.Cryptography;
using Azure.AI.OpenAI;
using Azure.Core;
using Azure.Identity;
using DealInsights.Application;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Registers the language model.</summary>
internal static class LanguageModelServices
{
    /// <summary>Adds a deployment of Azure OpenAI.</summary>
    public static IServiceCollection AddAzureOpenAi(this IServiceCollection services)
    {
        services.AddValidatedOptions<AzureOpenAiOptions>(AzureOpenAiOptions.Section);
        // Looks for an identity when the first token is needed, not before.
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSingleton(provider => new LanguageModelStatus(
            "azure-openai", provider.GetRequiredService<IOptions<AzureOpenAiOptions>>().Value.Deployment));

        return services.AddSingleton(CreateAzureClient).AddChatModel();
    }

    /// <summary>Adds a model of an OpenAI-compatible endpoint.</summary>
    public static IServiceCollection AddOpenAiCompatible(this IServiceCollection services)
    {
        services.AddValidatedOptions<OpenAiCompatibleOptions>(OpenAiCompatibleOptions.Section);
        services.AddSingleton(provider => new LanguageModelStatus(
            "openai-compatible", provider.GetRequiredService<IOptions<OpenAiCompatibleOptions>>().Value.Model));

        return services.AddSingleton(CreateCompatibleClient).AddChatModel();
    }

    private static ChatClient CreateAzureClient(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<AzureOpenAiOptions>>().Value;
        var endpoint = new Uri(options.Endpoint!);
        var clientOptions = new AzureOpenAIClientOptions().UseModelTransport(services);
        var client = string.IsNullOrWhiteSpace(options.ApiKey)
            ? new AzureOpenAIClient(endpoint, services.GetRequiredService<TokenCredential>(), clientOptions)
            : new AzureOpenAIClient(endpoint, new ApiKeyCredential(options.ApiKey), clientOptions);

        return client.GetChatClient(options.Deployment);
    }

    private static ChatClient CreateCompatibleClient(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<OpenAiCompatibleOptions>>().Value;
        // The client accepts no empty key; servers that need none ignore this one.
        var key = string.IsNullOrWhiteSpace(options.ApiKey) ? "none" : options.ApiKey;
        var clientOptions = new OpenAIClientOptions { Endpoint = new Uri(options.Endpoint!) }.UseModelTransport(services);

        return new OpenAIClient(new ApiKeyCredential(key), clientOptions).GetChatClient(options.Model);
    }

    private static IServiceCollection AddChatModel(this IServiceCollection services)
    {
        services.AddValidatedOptions<LanguageModelOptions>(LanguageModelOptions.Section);
        services.AddValidatedOptions<CompanyOverviewOptions>(CompanyOverviewOptions.Section);
        services.AddValidatedOptions<SellerOptions>(SellerOptions.Section);
        services.AddValidatedOptions<PrivacyOptions>(PrivacyOptions.Section);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.TryAddSingleton<Telemetry>();
        services.AddModelTransport();
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
