namespace DealInsights.LoadTest.Load;

/// <summary>A v2 endpoint that answers a question about one deal.</summary>
/// <param name="Name">Its name on the command line and in reports.</param>
/// <param name="Path">Its path.</param>
/// <param name="Parameter">The query parameter that takes the deal's name.</param>
internal sealed record DealEndpoint(string Name, string Path, string Parameter)
{
    public static readonly DealEndpoint DealInfo = V2("deal-info", "dealName");
    public static readonly DealEndpoint Concerns = V2("get-concerns", "dealName");
    public static readonly DealEndpoint Overview = V2("company-overview", "dealName");
    public static readonly DealEndpoint Stakeholders = V2("get-stakeholders", "deal_name");

    public static readonly IReadOnlyList<DealEndpoint> All = [DealInfo, Concerns, Overview, Stakeholders];

    public Uri AddressOf(Uri server, string deal) => new(server, $"{Path}?{Parameter}={Uri.EscapeDataString(deal)}");

    public IReadOnlyList<Uri> AddressesOf(Uri server, IEnumerable<string> deals) =>
        [.. deals.Select(deal => AddressOf(server, deal))];

    private static DealEndpoint V2(string name, string parameter) => new(name, $"/api/hubspot/v2/{name}", parameter);
}
