using DealInsights.Domain.Deals;

namespace DealInsights.Application.Audit;

/// <summary>The deal of the current request, as its query or command bound it; one instance for each request.</summary>
public sealed class AuditedDeal
{
    /// <summary>The deal; null when the request is about none.</summary>
    public DealReference? Reference { get; set; }
}
