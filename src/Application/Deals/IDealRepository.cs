using DealInsights.Domain.Deals;
using DealInsights.Domain.Timelines;

namespace DealInsights.Application.Deals;

/// <summary>Reads deals and the extent of their timelines.</summary>
/// <remarks>Every method throws <see cref="Failures.UpstreamUnavailableException"/> when the store does not answer.</remarks>
public interface IDealRepository
{
    /// <summary>Finds a deal by its name, exactly as the CRM spells it.</summary>
    /// <returns><see langword="null"/> when no such deal is stored, whatever else is stored under its name.</returns>
    Task<Deal?> FindAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Finds the extent of a deal's timeline without reading its events.</summary>
    /// <returns><see langword="null"/> when the deal has no timeline.</returns>
    Task<Timeline?> FindTimelineAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Whether a deal is stored: whether <see cref="FindAsync"/> would find it.</summary>
    Task<bool> ExistsAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Finds all that is recorded of a deal.</summary>
    /// <returns><see langword="null"/> when <see cref="FindAsync"/> would find none.</returns>
    Task<DealRecord?> FindRecordAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Finds a page of deals.</summary>
    /// <returns>
    /// The deals right behind <see cref="DealListing.After"/>, in order, at most <see cref="DealListing.Limit"/>; fewer
    /// only when there are no more.
    /// </returns>
    Task<IReadOnlyList<DealRecord>> ListAsync(DealListing listing, CancellationToken cancellationToken);
}
