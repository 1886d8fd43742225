using System.Runtime.CompilerServices;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Application.Stakeholders;
using DealInsights.Application.Transfer;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.IntegrationTests.Sqlite;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using DealInsights.Infrastructure.Transfer;
using DealInsights.ModelStub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

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

    /// <summary>What was said in a meeting; enough of it to ask a model.</summary>
    public const string Transcript = "Hello. We agreed to run a pilot of the dashboard in March.";

    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _request;
    private readonly TemporaryFolder _folder;
    private int _deals;

    private ModelUnderTest(ServiceProvider services, ModelStubServer stub, TemporaryFolder folder)
    {
        _services = services;
        _folder = folder;
        _request = services.CreateAsyncScope();
        Stub = stub;
    }

    public ModelStubServer Stub { get; }

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
        var folder = new TemporaryFolder();
        var services = Register(
            new(SettingsFor(client, stub)) { ["Embedded:Path"] = Path.Combine(folder.Path, "store.db"), ["Insights:FailureRetryDelay"] = "00:00:00" },
            settings ?? [],
            configure ?? (_ => { }));

        return new ModelUnderTest(services, stub, folder);
    }

    /// <summary>Asks for the overview of a new deal, in whose only meeting this was said.</summary>
    public async Task<Insight<MeetingSummary>> SummarizeAsync(string transcript, CancellationToken cancellationToken)
    {
        var deal = $"Deal {Interlocked.Increment(ref _deals)}";
        await StoreAsync(deal, ("m1", transcript));

        return (await SummarizeDealAsync(deal, cancellationToken))!;
    }

    /// <summary>Stores the meetings of a deal; their dates are a day apart, the first is the latest.</summary>
    public async Task StoreAsync(string deal, params (string Id, string Transcript)[] meetings)
    {
        var refused = await _services.GetRequiredService<IDocumentStore>().UpsertAsync(
            StoredCollection.MeetingInsights,
            [
                .. meetings.Select((meeting, index) => new BsonDocument
                {
                    { "deal_id", deal },
                    { "meeting_id", $"{deal}_{meeting.Id}" },
                    { "meeting_date", $"2026-03-{28 - index:00}" },
                    { "transcript", meeting.Transcript },
                }),
            ],
            CancellationToken.None);

        Assert.That(refused, Is.Empty);
    }

    /// <summary>Asks for the overview of a deal as the handler does, all in one request.</summary>
    public async Task<Insight<MeetingSummary>?> SummarizeDealAsync(string deal, CancellationToken cancellationToken)
    {
        var services = _request.ServiceProvider;
        var versions = await services.GetRequiredService<IMeetingRepository>()
            .FindOverviewVersionsAsync(deal, CancellationToken.None);

        return await services.GetRequiredService<IMeetingSummarizer>()
            .SummarizeAsync(deal, versions, cancellationToken);
    }

    /// <summary>Streams the overview of a deal as the handler does, in a request of its own.</summary>
    public async IAsyncEnumerable<OverviewEvent<Insight<MeetingSummary>?>> StreamDeal(
        string deal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var request = _services.CreateAsyncScope();
        var versions = await request.ServiceProvider.GetRequiredService<IMeetingRepository>()
            .FindOverviewVersionsAsync(deal, CancellationToken.None);
        await foreach (var one in request.ServiceProvider.GetRequiredService<IMeetingSummarizer>()
            .StreamAsync(deal, versions, cancellationToken))
        {
            yield return one;
        }
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
        services.AddSingleton<DamageLog>();
        services.AddSingleton<StoredDocumentReader>();
        services.AddEmbeddedStore().AddSingleton<IDealImporter, MongoExportImporter>();
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
        _folder.Dispose();
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
