namespace DealInsights.WebApi.V3;

/// <summary>
/// Version 3 of the API: what v2 knows and more, in clean types, with honest statuses, and with evidence and freshness in
/// the body.
/// </summary>
internal static class V3Api
{
    public const string Version = "v3";

    public const string Base = "/api/v3";

    public const string Deals = Base + "/deals";

    /// <summary>The name of the path's parameter.</summary>
    public const string DealName = "dealName";

    /// <summary>What can stand behind a deal's name in an address.</summary>
    public static readonly string[] SubResources = ["concerns", "overview", "overview/stream", "stakeholders", "insights"];
}
