using DealInsights.Application.Privacy;
using DealInsights.Domain.Privacy;

namespace DealInsights.Infrastructure.Removal;

/// <summary>
/// The part of <see cref="IDataRemoval"/> that a store does. Imported data is removed first and insights last, with the
/// leases on them: an overview that is being written meanwhile loses its lease and is not stored.
/// </summary>
internal interface IStoredDataRemoval
{
    /// <inheritdoc cref="IDataRemoval.RemoveDealAsync"/>
    Task<RemovalReport> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDataRemoval.RemovePersonAsync"/>
    Task<RemovalReport> RemovePersonAsync(PersonAddress person, bool isRehearsal, CancellationToken cancellationToken);

    /// <summary>
    /// Erases the copies of removed data that the store itself may still keep, where it is up to this service to do so.
    /// May be repeated.
    /// </summary>
    Task EraseTracesAsync(CancellationToken cancellationToken);
}
