namespace DealInsights.ContractTests;

/// <summary>
/// What these tests compare with what the service answers, and write anew when <c>DEALINSIGHTS_RECORD=true</c>; the
/// service has then to be built again, and <c>clients/generate.sh</c> to be run.
/// </summary>
internal static class Recording
{
    public static bool IsOn => Environment.GetEnvironmentVariable("DEALINSIGHTS_RECORD") == "true";
}
