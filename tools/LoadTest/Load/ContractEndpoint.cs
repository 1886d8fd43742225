namespace DealInsights.LoadTest.Load;

/// <summary>One of the contract's four questions about a deal.</summary>
/// <param name="Name">The last part of its address, which is also its name on the command line.</param>
/// <param name="Parameter">The query parameter that carries the deal's name.</param>
internal sealed record ContractEndpoint(string Name, string Parameter)
{
    public const string BasePath = "/api/hubspot/v2/";

    public static readonly ContractEndpoint DealInfo = new("deal-info", "dealName");
    public static readonly ContractEndpoint Concerns = new("get-concerns", "dealName");
    public static readonly ContractEndpoint Overview = new("company-overview", "dealName");
    public static readonly ContractEndpoint Stakeholders = new("get-stakeholders", "deal_name");

    public static readonly IReadOnlyList<ContractEndpoint> All = [DealInfo, Concerns, Overview, Stakeholders];
}
