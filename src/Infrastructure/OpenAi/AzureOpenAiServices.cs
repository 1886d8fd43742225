using System.ClientModel;
using Azure.AI.OpenAI;
using Azure.Core;
using Azure.Identity;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Registers a deployment of Azure OpenAI as the language model.</summary>
internal static class AzureOpenAiServices
{
    /// <summary>Adds the chat client and the model's status.</summary>
    public static IServiceCollection AddAzureOpenAi(this IServiceCollection services)
    {
        services.AddOptions<AzureOpenAiOptions>().BindConfiguration(AzureOpenAiOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureOpenAiOptions>, AzureOpenAiOptionsValidator>();
        // Looks for an identity when the first token is needed, not before.
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSingleton(CreateChatClient);
        services.AddSingleton(provider => new LanguageModelStatus("azure-openai", OptionsOf(provider).Deployment));

        return services;
    }

    private static ChatClient CreateChatClient(IServiceProvider services)
    {
        var options = OptionsOf(services);
        var endpoint = new Uri(options.Endpoint!);
        var clientOptions = new AzureOpenAIClientOptions().UseModelTransport(services);
        var client = string.IsNullOrWhiteSpace(options.ApiKey)
            ? new AzureOpenAIClient(endpoint, services.GetRequiredService<TokenCredential>(), clientOptions)
            : new AzureOpenAIClient(endpoint, new ApiKeyCredential(options.ApiKey), clientOptions);

        return client.GetChatClient(options.Deployment);
    }

    private static AzureOpenAiOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<AzureOpenAiOptions>>().Value;
}
