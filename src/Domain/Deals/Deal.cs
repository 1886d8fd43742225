namespace DealInsights.Domain.Deals;

/// <summary>A deal as the CRM last synchronized it.</summary>
/// <param name="Name">The deal's name, which is also its identifier in every collection.</param>
/// <param name="Owner">The seller who owns the deal; <see langword="null"/> when none is recorded.</param>
/// <param name="Stage">The pipeline stage in the CRM's spelling; <see langword="null"/> when none is recorded.</param>
public sealed record Deal(string Name, string? Owner, string? Stage);
