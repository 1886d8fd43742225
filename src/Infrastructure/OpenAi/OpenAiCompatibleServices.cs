using System.ClientModel;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Registers a model of an OpenAI-compatible endpoint as the language model.</summary>
internal static class OpenAiCompatibleServices
{
    // The client takes no empty key; servers that need none ignore this one.
    private const string NoKey = "none";

    /// <summary>Adds the chat client and the model's status.</summary>
    public static IServiceCollection AddOpenAiCompatible(this IServiceCollection services)
    {
        services.AddOptions<OpenAiCompatibleOptions>().BindConfiguration(OpenAiCompatibleOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OpenAiCompatibleOptions>, OpenAiCompatibleOptionsValidator>();
        services.AddSingleton(CreateChatClient);
        services.AddSingleton(provider => new LanguageModelStatus("openai-compatible", OptionsOf(provider).Model));

        return services;
    }

    private static ChatClient CreateChatClient(IServiceProvider services)
    {
        var options = OptionsOf(services);
        var key = string.IsNullOrWhiteSpace(options.ApiKey) ? NoKey : options.ApiKey;
        var clientOptions = new OpenAIClientOptions { Endpoint = new Uri(options.Endpoint!) }.UseModelTransport(services);

        return new OpenAIClient(new ApiKeyCredential(key), clientOptions).GetChatClient(options.Model);
    }

    private static OpenAiCompatibleOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<OpenAiCompatibleOptions>>().Value;
}
