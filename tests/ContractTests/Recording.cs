namespace DealInsights.ContractTests;

/// <summary>
/// With <c>DEALINSIGHTS_RECORD=true</c> the tests write their expected files instead of comparing with them.
/// <c>clients/generate.sh --record</c> sets it and generates the documents before and after.
/// </summary>
internal static class Recording
{
    public static bool IsOn => Environment.GetEnvironmentVariable("DEALINSIGHTS_RECORD") == "true";
}
