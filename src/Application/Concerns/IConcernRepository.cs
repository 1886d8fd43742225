using DealInsights.Domain.Concerns;

namespace DealInsights.Application.Concerns;

/// <summary>Reads the concerns recorded against a deal.</summary>
public interface IConcernRepository
{
    /// <summary>Finds the concerns of a deal in stored order.</summary>
    /// <param name="dealName">The deal's name exactly as the CRM spells it.</param>
    /// <param name="cancellationToken">Gives up the read.</param>
    /// <returns>Empty when none is stored, or nothing that can be read as one; an unknown deal has none.</returns>
    /// <exception cref="Failures.UpstreamUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<Concern>> FindAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Finds the concerns of a deal, and when they were recorded.</summary>
    /// <param name="dealName">The deal's name exactly as the CRM spells it.</param>
    /// <param name="cancellationToken">Gives up the read.</param>
    /// <returns>Without concerns when <see cref="FindAsync"/> would find none.</returns>
    /// <exception cref="Failures.UpstreamUnavailableException">The store does not answer.</exception>
    Task<ConcernRecord> FindRecordAsync(string dealName, CancellationToken cancellationToken);
}
