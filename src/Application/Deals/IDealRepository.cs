using DealInsights.Domain.Deals;
using DealInsights.Domain.Timelines;

namespace DealInsights.Application.Deals;

/// <summary>Reads deals and the extent of their timelines.</summary>
/// <remarks>Every method throws <see cref="Failures.UpstreamUnavailableException"/> when the store does not answer.</remarks>
public interface IDealRepository
{
    /// <summary>Finds a deal by its name, exactly as the CRM spells it.</summary>
    /// <returns><see langword="null"/> when no such deal is stored, whatever else is stored under its name.</returns>
    Task<Deal?> FindByNameAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Finds a deal by its <see cref="Deal.Id"/>.</summary>
    /// <returns><see langword="null"/> when no such deal is stored, and for text that is no id.</returns>
    Task<Deal?> FindByIdAsync(string dealId, CancellationToken cancellationToken);

    /// <summary>Finds the ids of deals by their names.</summary>
    /// <returns>By name; a name without a stored deal is left out.</returns>
    Task<IReadOnlyDictionary<string, string>> FindIdsAsync(
        IReadOnlyCollection<string> dealNames, CancellationToken cancellationToken);

    /// <summary>Finds the extent of a deal's timeline without reading its events.</summary>
    /// <returns><see langword="null"/> when the deal has no timeline.</returns>
    Task<Timeline?> FindTimelineAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Finds a page of deals.</summary>
    /// <returns>
    /// The deals after <see cref="DealListing.After"/>, in order, at most <see cref="DealListing.Limit"/>; fewer only
    /// when there are no more.
    /// </returns>
    Task<IReadOnlyList<Deal>> ListAsync(DealListing listing, CancellationToken cancellationToken);
}

/// <summary>Looks up the deal that a query refers to.</summary>
internal static class DealLookup
{
    /// <summary>
    /// Finds the name by which collections refer to a deal. A reference by name is not looked up: whether anything is
    /// stored under that name is for the query to say.
    /// </summary>
    /// <returns><see langword="null"/> when no deal has the id.</returns>
    public static async Task<string?> FindNameAsync(
        this IDealRepository deals, DealReference deal, CancellationToken cancellationToken) =>
        deal.Id is { } id ? (await deals.FindByIdAsync(id, cancellationToken))?.Name : deal.Name;
}
