using DealInsights.TestSupport;

namespace DealInsights.FaultTests.Load;

/// <summary>Starts services as an operator does.</summary>
internal static class ServiceSettings
{
    private static readonly (string, string)[] Quiet =
    [
        ("Logging__LogLevel__Default", "Warning"),
        ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
    ];

    /// <summary>Has the model asked at an address.</summary>
    public static (string, string)[] Model(Uri endpoint) =>
        [("AzureOpenAI__Endpoint", $"{endpoint}"), ("AzureOpenAI__Deployment", "gpt"), ("AzureOpenAI__ApiKey", "secret")];

    /// <summary>Starts a service that logs warnings alone, unless told otherwise.</summary>
    public static ServiceProcess Start(params (string, string)[] settings) =>
        ServiceProcess.Start(["--urls=http://127.0.0.1:0"], [.. Quiet, .. settings]);
}
