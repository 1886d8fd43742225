namespace DealInsights.FaultTests.Load;

/// <summary>One of the contract's four questions about a deal.</summary>
/// <param name="Path">Its address without the host.</param>
internal sealed record Question(string Path)
{
    private static readonly string[] Endpoints =
    [
        "deal-info?dealName", "get-concerns?dealName", "company-overview?dealName", "get-stakeholders?deal_name",
    ];

    /// <summary>Whether a language model, where there is one, has a part in the answer.</summary>
    public bool AsksTheModel =>
        Path.Contains("company-overview", StringComparison.Ordinal) || Path.Contains("get-stakeholders", StringComparison.Ordinal);

    /// <summary>All questions about some deals; those about one deal lie together.</summary>
    public static IReadOnlyList<Question> About(IEnumerable<string> deals) =>
    [
        .. from deal in deals
           from endpoint in Endpoints
           select new Question($"/api/hubspot/v2/{endpoint}={Uri.EscapeDataString(deal)}"),
    ];
}
