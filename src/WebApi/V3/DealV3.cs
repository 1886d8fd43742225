using System.Text.Json.Serialization;

namespace DealInsights.WebApi.V3;

/// <summary>A page of deals.</summary>
public sealed record DealPageV3
{
    /// <summary>The deals, in the order asked for.</summary>
    public required IReadOnlyList<DealSummaryV3> Deals { get; init; }

    /// <summary>The `cursor` of the next page, valid with the same sort and filters; null on the last page.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A deal in a list.</summary>
public record DealSummaryV3
{
    /// <summary>The deal's id, by which all other endpoints address it: HubSpot's where there is one, else our own.</summary>
    public required string Id { get; init; }

    /// <summary>The deal's name.</summary>
    public required string Name { get; init; }

    /// <summary>The buyer's company; null when not recorded.</summary>
    public required string? CompanyName { get; init; }

    /// <summary>The pipeline stage in the CRM's spelling; null when not recorded.</summary>
    public required string? Stage { get; init; }

    /// <summary>The seller who owns the deal; null when not recorded.</summary>
    public required string? Owner { get; init; }

    /// <summary>What the deal is worth; null when not recorded or not readable.</summary>
    public required MoneyV3? Amount { get; init; }

    /// <summary>When the deal was created; null when not recorded.</summary>
    public required DateTime? CreatedAt { get; init; }

    /// <summary>When the deal was last changed in the CRM; null when not recorded.</summary>
    public required DateTime? LastModifiedAt { get; init; }
}

/// <summary>A deal.</summary>
public sealed record DealV3 : DealSummaryV3
{
    // The serializer writes members of a derived type first unless they are ordered.
    /// <summary>When the deal was last copied from the CRM; null when not recorded.</summary>
    [JsonPropertyOrder(1)]
    public required DateTime? LastSyncedAt { get; init; }

    /// <summary>How active the deal is.</summary>
    [JsonPropertyOrder(1)]
    public required ActivityV3 Activity { get; init; }
}

/// <summary>How active a deal is.</summary>
public sealed record ActivityV3
{
    /// <summary>The number of meetings, e-mails, calls, notes and tasks on its timeline.</summary>
    public required int Count { get; init; }

    /// <summary>When the first of them was; a day is its midnight, UTC. Null when not recorded or not readable.</summary>
    public required DateTime? FirstAt { get; init; }

    /// <summary>When the last of them was, likewise.</summary>
    public required DateTime? LastAt { get; init; }
}

/// <summary>An amount of money.</summary>
public sealed record MoneyV3
{
    /// <summary>The amount as decimal text, such as "48600.00", so that no client rounds it.</summary>
    public required string Amount { get; init; }

    /// <summary>The ISO 4217 code of the currency; null when it was recorded without one.</summary>
    public required string? Currency { get; init; }
}
