using System.Text.Json.Serialization;

namespace DealInsights.WebApi.V2;

/// <summary>Who owns a deal, where it stands and how active it is.</summary>
public sealed record DealInfoV2
{
    /// <summary>The deal's name, or "Not found".</summary>
    [JsonPropertyName("dealId")]
    public required string DealId { get; init; }

    /// <summary>The seller who owns the deal, or "Unknown Owner".</summary>
    [JsonPropertyName("dealOwner")]
    public required string DealOwner { get; init; }

    /// <summary>The pipeline stage, or "Unknown"; left out when the deal is not found.</summary>
    [JsonPropertyName("dealStage")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DealStage { get; init; }

    /// <summary>The number of events on the deal's timeline.</summary>
    [JsonPropertyName("activityCount")]
    public required int ActivityCount { get; init; }

    /// <summary>The first day of activity, as stored (YYYY-MM-DD) or as ISO 8601 without zone; null when unknown.</summary>
    [JsonPropertyName("startDate")]
    public required string? StartDate { get; init; }

    /// <summary>The last day of activity, as stored (YYYY-MM-DD) or as ISO 8601 without zone; null when unknown.</summary>
    [JsonPropertyName("endDate")]
    public required string? EndDate { get; init; }

    internal const string UnknownOwner = "Unknown Owner";

    internal const string UnknownStage = "Unknown";

    /// <summary>The response for a deal that is not stored.</summary>
    internal static DealInfoV2 NotFound { get; } = new()
    {
        DealId = "Not found",
        DealOwner = UnknownOwner,
        ActivityCount = 0,
        StartDate = null,
        EndDate = null,
    };
}
