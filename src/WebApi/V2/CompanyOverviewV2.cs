using System.Text.Json.Serialization;

namespace DealInsights.WebApi.V2;

/// <summary>What was said in the last meetings.</summary>
public sealed record CompanyOverviewV2
{
    /// <summary>Two to three lines of plain text, or "-" when there is nothing to summarize.</summary>
    [JsonPropertyName("overview")]
    public required string Overview { get; init; }
}
