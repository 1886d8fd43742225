using DealInsights.Domain.Concerns;

namespace DealInsights.Application.Concerns;

/// <summary>Reads the concerns recorded against a deal.</summary>
public interface IConcernRepository
{
    /// <summary>Finds the concerns of a deal in stored order, and when they were recorded.</summary>
    /// <param name="dealName">The deal's name exactly as the CRM spells it.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>No concerns when none are stored, or nothing that can be read as one; an unknown deal has none.</returns>
    /// <exception cref="Failures.UpstreamUnavailableException">The store does not answer.</exception>
    Task<ConcernRecord> FindAsync(string dealName, CancellationToken cancellationToken);
}
