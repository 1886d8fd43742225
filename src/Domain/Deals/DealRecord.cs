namespace DealInsights.Domain.Deals;

/// <summary>All that is recorded of a deal itself. What is not recorded, or not readable, is <see langword="null"/>.</summary>
/// <param name="Name">The deal's name, which is also its identifier in every collection.</param>
/// <param name="CompanyName">The buyer's company.</param>
/// <param name="Stage">The pipeline stage in the CRM's spelling.</param>
/// <param name="Owner">The seller who owns the deal.</param>
/// <param name="Amount">What it is worth.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
/// <param name="LastModifiedAt">When it was last changed in the CRM, UTC.</param>
/// <param name="LastSyncedAt">When it was last copied from the CRM, UTC.</param>
public sealed record DealRecord(
    string Name,
    string? CompanyName,
    string? Stage,
    string? Owner,
    Money? Amount,
    DateTime? CreatedAt,
    DateTime? LastModifiedAt,
    DateTime? LastSyncedAt);
