using DealInsights.Domain.Privacy;

namespace DealInsights.Application.Privacy;

/// <summary>
/// Removes a deal or a person from everything that is stored: imported documents, insights made from them, and caches.
/// </summary>
/// <remarks>
/// Both methods throw <see cref="Failures.UpstreamUnavailableException"/> when the store does not answer. Some of the
/// removal may be done then; calling again completes it. Idempotent.
/// </remarks>
public interface IDataRemoval
{
    /// <summary>Removes a deal from every collection.</summary>
    /// <param name="dealName">The deal's name exactly as it is stored.</param>
    /// <param name="isRehearsal">Only counts.</param>
    /// <param name="cancellationToken">Cancels the removal; what was removed stays removed.</param>
    Task<RemovalReport> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a person from every deal: as an attendee, and in texts, where <see cref="PersonAddress.Placeholder"/> replaces
    /// the address. Removes insights from meetings that named the person. A name in a text without the address is not found.
    /// </summary>
    /// <param name="person">The address by which the person is found.</param>
    /// <param name="isRehearsal">Only counts.</param>
    /// <param name="cancellationToken">Cancels the removal; what was removed stays removed.</param>
    /// <remarks>Reads every stored document once.</remarks>
    Task<RemovalReport> RemovePersonAsync(PersonAddress person, bool isRehearsal, CancellationToken cancellationToken);
}
