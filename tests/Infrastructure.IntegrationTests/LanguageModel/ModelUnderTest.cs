using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Application.Stakeholders;
using DealInsights.ModelStub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace DealInsights.Infrastructure.IntegrationTests.LanguageModel;

/// <summary>Which of the clients asks the stub.</summary>
internal enum ModelClient
{
    AzureOpenAi,
    OpenAiCompatible,
}

/// <summary>The ports as the service registers them, over the real clients, in front of a stub on a real port.</summary>
internal sealed class ModelUnderTest : IAsyncDisposable
{
    public const string Key = "key-0123456789-secret";
    public const string Deployment = "gpt-4o";

    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _request;

    private ModelUnderTest(ServiceProvider services, ModelStubServer stub)
    {
        _services = services;
        _request = services.CreateAsyncScope();
        Stub = stub;
    }

    public ModelStubServer Stub { get; }

    public IMeetingSummarizer Summarizer => _request.ServiceProvider.GetRequiredService<IMeetingSummarizer>();

    public IDecisionMakerClassifier Classifier => _request.ServiceProvider.GetRequiredService<IDecisionMakerClassifier>();

    public RequestTimings Timings => _request.ServiceProvider.GetRequiredService<RequestTimings>();

    public IReadOnlyList<FakeLogRecord> Logs => _services.GetFakeLogCollector().GetSnapshot();

    public IServiceProvider Services => _services;

    /// <summary>Starts a stub and the adapters in front of it.</summary>
    /// <param name="client">The client that asks.</param>
    /// <param name="settings">Added to, or instead of, the settings of the client.</param>
    /// <param name="configure">Registers first, so that what it registers is kept.</param>
    public static async Task<ModelUnderTest> StartAsync(
        ModelClient client = ModelClient.AzureOpenAi,
        Dictionary<string, string?>? settings = null,
        Action<IServiceCollection>? configure = null)
    {
        var stub = await ModelStubServer.StartAsync();
        var services = Register(SettingsFor(client, stub), settings ?? [], configure ?? (_ => { }));

        return new ModelUnderTest(services, stub);
    }

    /// <summary>The service's registrations, checked as at start.</summary>
    public static ServiceProvider Register(
        Dictionary<string, string?> settings, Dictionary<string, string?> more, Action<IServiceCollection> configure)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).AddInMemoryCollection(more).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<RequestTimings>();
        configure(services);
        services.AddLanguageModel(configuration);

        var provider = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        provider.GetService<Microsoft.Extensions.Options.IStartupValidator>()?.Validate();

        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _request.DisposeAsync();
        await _services.DisposeAsync();
        await Stub.DisposeAsync();
    }

    private static Dictionary<string, string?> SettingsFor(ModelClient client, ModelStubServer stub) =>
        client == ModelClient.AzureOpenAi
            ? new()
            {
                ["AzureOpenAI:Endpoint"] = stub.Endpoint.ToString(),
                ["AzureOpenAI:Deployment"] = Deployment,
                ["AzureOpenAI:ApiKey"] = Key,
            }
            : new()
            {
                ["OpenAICompatible:Endpoint"] = stub.CompatibleEndpoint.ToString(),
                ["OpenAICompatible:Model"] = Deployment,
                ["OpenAICompatible:ApiKey"] = Key,
            };
}
