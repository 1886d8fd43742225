using DealInsights.Application.Privacy;
using DealInsights.Domain.Privacy;

namespace DealInsights.Infrastructure.Removal;

/// <summary>
/// The part of <see cref="IDataRemoval"/> that a store does. What was imported goes first and what was concluded from it
/// last, so that nothing that is concluded meanwhile is missed by both this and
/// <see cref="Insights.OverviewGenerator"/>, which looks at the meetings again after it has saved.
/// </summary>
internal interface IStoredDataRemoval
{
    /// <inheritdoc cref="IDataRemoval.RemoveDealAsync"/>
    Task<StoredRemoval> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDataRemoval.RemovePersonAsync"/>
    Task<StoredRemoval> RemovePersonAsync(PersonAddress person, bool isRehearsal, CancellationToken cancellationToken);

    /// <summary>
    /// Erases the copies of removed data that the store itself may still keep, where it is up to this service to do so.
    /// May be repeated.
    /// </summary>
    Task EraseTracesAsync(CancellationToken cancellationToken);
}

/// <summary>What a store removed.</summary>
/// <param name="Report">The counts for each collection.</param>
/// <param name="Fingerprints">The fingerprints of the removed insights, by which caches find them.</param>
internal sealed record StoredRemoval(RemovalReport Report, IReadOnlyCollection<string> Fingerprints);
