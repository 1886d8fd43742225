namespace DealInsights.Application.Audit.ListAuditRecords;

/// <summary>A page of audit records.</summary>
/// <param name="Records">The latest first; empty when there are none, or no more.</param>
/// <param name="NextCursor">Asks for the page behind this one; <see langword="null"/> on the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Records, string? NextCursor);
