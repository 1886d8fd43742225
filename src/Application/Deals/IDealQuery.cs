using DealInsights.Domain.Deals;

namespace DealInsights.Application.Deals;

/// <summary>
/// A query or command about one deal. Every such request implements it: its reference is validated, and the deal appears
/// in traces (as a hash) and in the audit.
/// </summary>
public interface IDealQuery
{
    /// <summary>The deal.</summary>
    DealReference Deal { get; }
}
