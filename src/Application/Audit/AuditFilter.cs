namespace DealInsights.Application.Audit;

/// <summary>Which records are wanted; <see langword="null"/> for all.</summary>
/// <param name="Caller">Of this caller.</param>
/// <param name="DealHash">About this deal.</param>
/// <param name="Since">Not before this time.</param>
/// <param name="Until">Before this time.</param>
public sealed record AuditFilter(string? Caller, string? DealHash, DateTimeOffset? Since, DateTimeOffset? Until);
