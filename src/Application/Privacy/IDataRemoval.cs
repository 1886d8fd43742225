using DealInsights.Domain.Privacy;

namespace DealInsights.Application.Privacy;

/// <summary>
/// Takes a deal or a person out of everything that is stored: what was imported, what a model concluded from it, and what
/// is remembered of that.
/// </summary>
/// <remarks>
/// Both methods throw <see cref="Failures.UpstreamUnavailableException"/> when the store does not answer. Where it cannot
/// do all of it or nothing, some of it may be done then: called again they do the rest. A second call finds nothing.
/// </remarks>
public interface IDataRemoval
{
    /// <summary>Removes a deal from every collection.</summary>
    /// <param name="dealName">The deal's name exactly as it is stored.</param>
    /// <param name="isRehearsal">Only counts.</param>
    /// <param name="cancellationToken">Gives up; what was removed stays so.</param>
    Task<RemovalReport> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a person from every deal: as an attendee altogether, elsewhere their address, for which
    /// <see cref="PersonAddress.Placeholder"/> is put. What was concluded from meetings that named them is removed as a
    /// whole. A name that stands in a text without the address is not found.
    /// </summary>
    /// <param name="person">By which they are found.</param>
    /// <param name="isRehearsal">Only counts.</param>
    /// <param name="cancellationToken">Gives up; what was removed stays so.</param>
    /// <remarks>Reads every stored document once.</remarks>
    Task<RemovalReport> RemovePersonAsync(PersonAddress person, bool isRehearsal, CancellationToken cancellationToken);
}
