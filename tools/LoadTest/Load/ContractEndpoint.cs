namespace DealInsights.LoadTest.Load;

/// <summary>A question about a deal.</summary>
/// <param name="Name">Its name on the command line; in v2 the last part of its address.</param>
/// <param name="Parameter">The query parameter that carries the deal's name in v2.</param>
/// <param name="About">In v3, what follows the deal's name in the path; null in v2.</param>
/// <param name="IsConditional">Whether it is asked by somebody who has the answer, so that 304 is expected.</param>
internal sealed record ContractEndpoint(
    string Name, string Parameter, string? About = null, bool IsConditional = false)
{
    public const string BasePath = "/api/hubspot/v2/";

    public const string V3BasePath = "/api/v3/deals/";

    public static readonly ContractEndpoint DealInfo = new("deal-info", "dealName");
    public static readonly ContractEndpoint Concerns = new("get-concerns", "dealName");
    public static readonly ContractEndpoint Overview = new("company-overview", "dealName");
    public static readonly ContractEndpoint Stakeholders = new("get-stakeholders", "deal_name");

    /// <summary>v2's four questions.</summary>
    public static readonly IReadOnlyList<ContractEndpoint> All = [DealInfo, Concerns, Overview, Stakeholders];

    /// <summary>An overview of v3 that the caller has.</summary>
    public static readonly ContractEndpoint KnownOverview = V3("v3-overview-304", "/overview", isConditional: true);

    /// <summary>v3's questions: the parts, all of them in one, and some that the caller has the answer to.</summary>
    public static readonly IReadOnlyList<ContractEndpoint> OfV3 =
    [
        V3("v3-deal", ""),
        V3("v3-concerns", "/concerns"),
        V3("v3-overview", "/overview"),
        V3("v3-stakeholders", "/stakeholders"),
        V3("v3-insights", "/insights"),
        KnownOverview,
        V3("v3-insights-304", "/insights", isConditional: true),
    ];

    private static ContractEndpoint V3(string name, string about, bool isConditional = false) =>
        new(name, "", about, isConditional);
}
