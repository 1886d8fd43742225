namespace DealInsights.Application.Access.Keys;

/// <summary>Keeps API keys, by their hashes.</summary>
/// <remarks>
/// Every method throws <see cref="Failures.UpstreamUnavailableException"/> when the store does not answer. What one
/// instance wrote the others read at once, where the store has more than one copy too. Times are kept to the millisecond.
/// </remarks>
public interface IApiKeyRepository
{
    /// <summary>Keeps a new key.</summary>
    Task AddAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Finds a key, valid or not; <see langword="null"/> when there is none, or it cannot be read.</summary>
    Task<ApiKey?> FindAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Every key, valid or not, by name and then by when it was made.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Marks a key as revoked. One that was revoked before keeps its time.</summary>
    Task RevokeAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Has a key expire earlier than it would; never later.</summary>
    Task ExpireAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes when a key was used. A later time that is noted already stays.</summary>
    Task RecordUseAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken);
}
