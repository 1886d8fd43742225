using System.Globalization;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Deals.ListDeals;
using DealInsights.Domain.Deals;

namespace DealInsights.WebApi.V3;

/// <summary>A page of deals.</summary>
public sealed record DealPageV3
{
    /// <summary>The deals, in the order asked for.</summary>
    public required IReadOnlyList<DealSummaryV3> Deals { get; init; }

    /// <summary>To be sent as `cursor`, with the same sort and filters, for the next page; null on the last.</summary>
    public required string? NextCursor { get; init; }

    internal static DealPageV3 From(DealPage page) => new()
    {
        Deals = [.. page.Deals.Select(DealSummaryV3.From)],
        NextCursor = page.NextCursor,
    };
}

/// <summary>A deal in a list.</summary>
public sealed record DealSummaryV3
{
    /// <summary>The deal's name, which identifies it.</summary>
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

    internal static DealSummaryV3 From(DealRecord deal) => new()
    {
        Name = deal.Name,
        CompanyName = deal.CompanyName,
        Stage = deal.Stage,
        Owner = deal.Owner,
        Amount = MoneyV3.From(deal.Amount),
        CreatedAt = deal.CreatedAt,
        LastModifiedAt = deal.LastModifiedAt,
    };
}

/// <summary>A deal.</summary>
public sealed record DealV3
{
    /// <inheritdoc cref="DealSummaryV3.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="DealSummaryV3.CompanyName"/>
    public required string? CompanyName { get; init; }

    /// <inheritdoc cref="DealSummaryV3.Stage"/>
    public required string? Stage { get; init; }

    /// <inheritdoc cref="DealSummaryV3.Owner"/>
    public required string? Owner { get; init; }

    /// <inheritdoc cref="DealSummaryV3.Amount"/>
    public required MoneyV3? Amount { get; init; }

    /// <inheritdoc cref="DealSummaryV3.CreatedAt"/>
    public required DateTime? CreatedAt { get; init; }

    /// <inheritdoc cref="DealSummaryV3.LastModifiedAt"/>
    public required DateTime? LastModifiedAt { get; init; }

    /// <summary>When the deal was last copied from the CRM; null when not recorded.</summary>
    public required DateTime? LastSyncedAt { get; init; }

    /// <summary>How active the deal is.</summary>
    public required ActivityV3 Activity { get; init; }

    internal static DealV3 From(DealDetails details) => new()
    {
        Name = details.Deal.Name,
        CompanyName = details.Deal.CompanyName,
        Stage = details.Deal.Stage,
        Owner = details.Deal.Owner,
        Amount = MoneyV3.From(details.Deal.Amount),
        CreatedAt = details.Deal.CreatedAt,
        LastModifiedAt = details.Deal.LastModifiedAt,
        LastSyncedAt = details.Deal.LastSyncedAt,
        Activity = new ActivityV3
        {
            Count = details.Activity.Count,
            FirstAt = details.Activity.FirstAt,
            LastAt = details.Activity.LastAt,
        },
    };
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

    internal static MoneyV3? From(Money? money) => money is null
        ? null
        : new MoneyV3 { Amount = money.Amount.ToString(CultureInfo.InvariantCulture), Currency = money.Currency };
}
