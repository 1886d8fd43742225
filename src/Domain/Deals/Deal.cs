namespace DealInsights.Domain.Deals;

/// <summary>A deal as the CRM last synchronized it. What is not recorded, or not readable, is <see langword="null"/>.</summary>
/// <param name="Id">
/// The deal's HubSpot object id (digits) where it has one, else the <c>_id</c> of its document (24 hexadecimal digits).
/// </param>
/// <param name="Name">The deal's name, by which all collections refer to it.</param>
/// <param name="CompanyName">The buyer's company.</param>
/// <param name="Stage">The pipeline stage in the CRM's spelling.</param>
/// <param name="Owner">The seller who owns the deal.</param>
/// <param name="Amount">What the deal is worth.</param>
/// <param name="CreatedAt">When the deal was created, UTC.</param>
/// <param name="LastModifiedAt">When the deal was last changed in the CRM, UTC.</param>
/// <param name="LastSyncedAt">When the deal was last copied from the CRM, UTC.</param>
public sealed record Deal(
    string Id,
    string Name,
    string? CompanyName,
    string? Stage,
    string? Owner,
    Money? Amount,
    DateTime? CreatedAt,
    DateTime? LastModifiedAt,
    DateTime? LastSyncedAt);
