using DealInsights.Domain.Deals;

namespace DealInsights.Application.Deals.ListDeals;

/// <summary>A page of deals.</summary>
/// <param name="Deals">In the order asked for; empty when there are none, or no more.</param>
/// <param name="NextCursor">Asks for the page behind this one; <see langword="null"/> on the last.</param>
public sealed record DealPage(IReadOnlyList<DealRecord> Deals, string? NextCursor);
