using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>The settings by which the service asks a stub of the model.</summary>
internal static class StubSettings
{
    public static string[] Of(ModelStubServer model) =>
        [$"--AzureOpenAI:Endpoint={model.Endpoint}", "--AzureOpenAI:Deployment=gpt", "--AzureOpenAI:ApiKey=secret"];
}
