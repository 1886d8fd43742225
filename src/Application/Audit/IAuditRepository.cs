namespace DealInsights.Application.Audit;

/// <summary>Keeps the audit records, apart from logs and from what they are about.</summary>
/// <remarks>Every method throws <see cref="Failures.UpstreamUnavailableException"/> when the store does not answer.</remarks>
public interface IAuditRepository
{
    /// <summary>Inserts records with one write. Records with a stored identifier are not changed.</summary>
    /// <param name="records">Any number.</param>
    /// <param name="expireAt">When they expire.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(IReadOnlyList<AuditRecord> records, DateTimeOffset expireAt, CancellationToken cancellationToken);

    /// <summary>Finds records, the latest first.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="before">Only those with a lesser identifier; <see langword="null"/> for the latest.</param>
    /// <param name="limit">The most records.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<AuditRecord>> FindAsync(
        AuditFilter filter, string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets the identifier of a deal, so that its hash alone is left in the records. Answers in how many it stood.</summary>
    Task<long> ForgetDealAsync(string dealHash, CancellationToken cancellationToken);

    /// <summary>Removes expired records, where the store does not do so by itself.</summary>
    Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
