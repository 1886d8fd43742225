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
}

/// <summary>What a store did.</summary>
/// <param name="Report">What is told of it.</param>
/// <param name="Fingerprints">Those of the insights that were removed, by which caches know them.</param>
internal sealed record StoredRemoval(RemovalReport Report, IReadOnlyCollection<string> Fingerprints);
