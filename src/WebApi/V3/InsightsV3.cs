using System.Text.Json.Serialization;
using DealInsights.Application.Concerns.GetDealConcerns;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Deals.GetDealInsights;
using DealInsights.Application.Meetings.GetDealOverview;
using DealInsights.Application.Stakeholders.GetDealStakeholders;

namespace DealInsights.WebApi.V3;

/// <summary>All that is known of a deal, part by part. A part that was not asked for is null.</summary>
public sealed record InsightsV3
{
    /// <summary>What is recorded of the deal.</summary>
    public required DealPartV3? Deal { get; init; }

    /// <summary>What worries the buyer.</summary>
    public required ConcernsPartV3? Concerns { get; init; }

    /// <summary>What was said in the latest meetings.</summary>
    public required OverviewPartV3? Overview { get; init; }

    /// <summary>Who is at the table.</summary>
    public required StakeholdersPartV3? Stakeholders { get; init; }

    internal static InsightsV3 From(DealInsightParts parts) => new()
    {
        Deal = DealPartV3.From(parts.Deal),
        Concerns = ConcernsPartV3.From(parts.Concerns),
        Overview = OverviewPartV3.From(parts.Overview),
        Stakeholders = StakeholdersPartV3.From(parts.Stakeholders),
    };
}

/// <summary>What is recorded of a deal, or why it is not there.</summary>
public sealed record DealPartV3
{
    /// <summary>How reading it went.</summary>
    public required PartStatusV3 Status { get; init; }

    /// <summary>When to ask again, in seconds; null where that is not known, and when the part is there.</summary>
    public required int? RetryAfter { get; init; }

    /// <summary>The part; null unless `status` is `ok`.</summary>
    public required DealV3? Data { get; init; }

    internal static DealPartV3? From(InsightPart<DealDetails>? part) => part is null
        ? null
        : new DealPartV3
        {
            Status = PartStatuses.Of(part.Status),
            RetryAfter = PartStatuses.Seconds(part.RetryAfter),
            Data = part.Value is { } value ? DealV3.From(value) : null,
        };
}

/// <summary>What worries the buyer, or why it is not there.</summary>
public sealed record ConcernsPartV3
{
    /// <inheritdoc cref="DealPartV3.Status"/>
    public required PartStatusV3 Status { get; init; }

    /// <inheritdoc cref="DealPartV3.RetryAfter"/>
    public required int? RetryAfter { get; init; }

    /// <inheritdoc cref="DealPartV3.Data"/>
    public required ConcernsV3? Data { get; init; }

    internal static ConcernsPartV3? From(InsightPart<DealConcerns>? part) => part is null
        ? null
        : new ConcernsPartV3
        {
            Status = PartStatuses.Of(part.Status),
            RetryAfter = PartStatuses.Seconds(part.RetryAfter),
            Data = part.Value is { } value ? ConcernsV3.From(value) : null,
        };
}

/// <summary>What was said in the latest meetings, or why it is not there.</summary>
public sealed record OverviewPartV3
{
    /// <inheritdoc cref="DealPartV3.Status"/>
    public required PartStatusV3 Status { get; init; }

    /// <inheritdoc cref="DealPartV3.RetryAfter"/>
    public required int? RetryAfter { get; init; }

    /// <inheritdoc cref="DealPartV3.Data"/>
    public required OverviewV3? Data { get; init; }

    internal static OverviewPartV3? From(InsightPart<DealOverview>? part) => part is null
        ? null
        : new OverviewPartV3
        {
            Status = PartStatuses.Of(part.Status),
            RetryAfter = PartStatuses.Seconds(part.RetryAfter),
            Data = part.Value is { } value ? OverviewV3.From(value) : null,
        };
}

/// <summary>Who is at the table, or why that is not there.</summary>
public sealed record StakeholdersPartV3
{
    /// <inheritdoc cref="DealPartV3.Status"/>
    public required PartStatusV3 Status { get; init; }

    /// <inheritdoc cref="DealPartV3.RetryAfter"/>
    public required int? RetryAfter { get; init; }

    /// <inheritdoc cref="DealPartV3.Data"/>
    public required StakeholdersV3? Data { get; init; }

    internal static StakeholdersPartV3? From(InsightPart<StakeholderAssessments>? part) => part is null
        ? null
        : new StakeholdersPartV3
        {
            Status = PartStatuses.Of(part.Status),
            RetryAfter = PartStatuses.Seconds(part.RetryAfter),
            Data = part.Value is { } value ? StakeholdersV3.From(value) : null,
        };
}

/// <summary>How reading a part went.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartStatusV3>))]
public enum PartStatusV3
{
    /// <summary>It is there.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>What it is read from does not answer.</summary>
    [JsonStringEnumMemberName("unavailable")]
    Unavailable,

    /// <summary>It took longer than a part may.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>Something went wrong on our side.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>Writes how reading a part went.</summary>
internal static class PartStatuses
{
    public static PartStatusV3 Of(PartStatus status) => status switch
    {
        PartStatus.Ok => PartStatusV3.Ok,
        PartStatus.Unavailable => PartStatusV3.Unavailable,
        PartStatus.Timeout => PartStatusV3.Timeout,
        PartStatus.Failed => PartStatusV3.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };

    /// <summary>Whole seconds, rounded up.</summary>
    public static int? Seconds(TimeSpan? time) => time is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null;
}
