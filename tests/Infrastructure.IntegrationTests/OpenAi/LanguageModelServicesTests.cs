using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Application.Stakeholders;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.Offline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>Which model the configuration chooses, and what it refuses.</summary>
[TestFixture]
internal sealed class LanguageModelServicesTests
{
    [Test]
    public async Task AddLanguageModel_WhenNoneIsConfigured_AnswersOffline()
    {
        await using var services = Register(("AzureOpenAI:Endpoint", ""));
        await using var request = services.CreateAsyncScope();

        Assert.That(
            services.GetRequiredService<LanguageModelStatus>(), Is.EqualTo(new LanguageModelStatus("offline", null)));
        Assert.That(
            request.ServiceProvider.GetRequiredService<IMeetingSummarizer>(), Is.TypeOf<CachedMeetingSummarizer>());
        Assert.That(
            request.ServiceProvider.GetRequiredService<IDecisionMakerClassifier>(),
            Is.TypeOf<OfflineDecisionMakerClassifier>());
    }

    [Test]
    public async Task AddLanguageModel_WhenAzureOpenAiIsConfigured_AsksIt()
    {
        // No key, no network: making the ports must not look for an identity.
        await using var services = Register(
            ("AzureOpenAI:Endpoint", "https://name.openai.azure.com"), ("AzureOpenAI:Deployment", "gpt-4o"));
        await using var request = services.CreateAsyncScope();

        Assert.That(
            services.GetRequiredService<LanguageModelStatus>(),
            Is.EqualTo(new LanguageModelStatus("azure-openai", "gpt-4o")));
        Assert.That(
            request.ServiceProvider.GetRequiredService<IMeetingSummarizer>(),
            Is.TypeOf<CachedMeetingSummarizer>());
        Assert.That(
            request.ServiceProvider.GetRequiredService<IDecisionMakerClassifier>(),
            Is.TypeOf<CachedDecisionMakerClassifier>());
    }

    [Test]
    public async Task AddLanguageModel_WhenACompatibleEndpointIsConfigured_AsksIt()
    {
        await using var services = Register(
            ("OpenAICompatible:Endpoint", "http://localhost:11434/v1"), ("OpenAICompatible:Model", "llama3"));

        Assert.That(
            services.GetRequiredService<LanguageModelStatus>(),
            Is.EqualTo(new LanguageModelStatus("openai-compatible", "llama3")));
    }

    [TestCase("AzureOpenAI__Deployment", "AzureOpenAI:Endpoint=https://a.example")]
    [TestCase("AzureOpenAI__Endpoint", "AzureOpenAI:Deployment=gpt-4o")]
    [TestCase("AzureOpenAI__Endpoint", "AzureOpenAI:ApiKey=k")]
    [TestCase("AzureOpenAI__Endpoint", "AzureOpenAI:Endpoint=a.example", "AzureOpenAI:Deployment=gpt-4o")]
    [TestCase("AzureOpenAI__Endpoint", "AzureOpenAI:Endpoint=/relative", "AzureOpenAI:Deployment=gpt-4o", "AzureOpenAI:ApiKey=k")]
    [TestCase("AzureOpenAI__Endpoint", "AzureOpenAI:Endpoint=ftp://a.example", "AzureOpenAI:Deployment=gpt-4o")]
    [TestCase("AzureOpenAI__ApiKey", "AzureOpenAI:Endpoint=http://a.example", "AzureOpenAI:Deployment=gpt-4o")]
    [TestCase("OpenAICompatible__Model", "OpenAICompatible:Endpoint=http://a.example/v1")]
    [TestCase("OpenAICompatible__Endpoint", "OpenAICompatible:Model=llama3")]
    [TestCase("OpenAICompatible__Endpoint", "OpenAICompatible:Endpoint=localhost:11434", "OpenAICompatible:Model=llama3")]
    [TestCase("OpenAICompatible__Endpoint", "OpenAICompatible:Endpoint=http://a.example/v1", "OpenAICompatible:Model=m",
        "AzureOpenAI:Endpoint=https://a.example", "AzureOpenAI:Deployment=gpt-4o")]
    [TestCase("Timeout", "LanguageModel:Timeout=00:00:00", "OpenAICompatible:Endpoint=http://a.example/v1", "OpenAICompatible:Model=m")]
    [TestCase("MaxRetries", "LanguageModel:MaxRetries=6", "OpenAICompatible:Endpoint=http://a.example/v1", "OpenAICompatible:Model=m")]
    [TestCase("BreakerFailureRatio", "LanguageModel:BreakerFailureRatio=0", "OpenAICompatible:Endpoint=http://a.example/v1", "OpenAICompatible:Model=m")]
    [TestCase("RefreshQueueLength", "CompanyOverview:RefreshQueueLength=0", "OpenAICompatible:Endpoint=http://a.example/v1", "OpenAICompatible:Model=m")]
    [TestCase("FailureRetryDelay", "Insights:FailureRetryDelay=1.00:00:01", "OpenAICompatible:Endpoint=http://a.example/v1", "OpenAICompatible:Model=m")]
    [TestCase("Name", "Seller:Name= ", "OpenAICompatible:Endpoint=http://a.example/v1", "OpenAICompatible:Model=m")]
    public void AddLanguageModel_WhenTheConfigurationIsUnusable_StopsTheStartAndNamesTheSetting(
        string named, params string[] settings) =>
        Assert.That(
            () => Register([.. settings.Select(setting => (setting.Split('=')[0], setting.Split('=')[1]))]),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(named));

    private static ServiceProvider Register(params (string Name, string Value)[] settings) =>
        ModelUnderTest.Register(
            settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value), [], _ => { });
}
