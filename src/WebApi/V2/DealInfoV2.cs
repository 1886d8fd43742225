using System.Text.Json.Serialization;
using DealInsights.Application.Deals.GetDealInfo;

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

    internal static DealInfoV2 From(DealInfo? deal) => new()
    {
        DealId = deal?.Name ?? "Not found",
        DealOwner = deal?.Owner ?? "Unknown Owner",
        DealStage = deal is null ? null : deal.Stage ?? "Unknown",
        ActivityCount = deal?.ActivityCount ?? 0,
        StartDate = deal?.StartDate?.Text,
        EndDate = deal?.EndDate?.Text,
    };
}
