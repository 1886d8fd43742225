namespace DealInsights.Application.Access.Keys;

/// <summary>An API key as it is stored, without its secret.</summary>
/// <param name="Hash">The hash of the secret, see <see cref="ApiKeySecret.HashOf"/>.</param>
/// <param name="Name">Its name. During a rotation two keys have the same name.</param>
/// <param name="Role">Its role.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="RevokedAt">When it was revoked; <see langword="null"/> when it was not.</param>
/// <param name="LastUsedAt">When it was last used, to the minute or so; <see langword="null"/> when it never was.</param>
public sealed record ApiKey(
    string Hash,
    string Name,
    Role Role,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt = null,
    DateTimeOffset? LastUsedAt = null)
{
    /// <summary>Whether it is accepted at that time.</summary>
    public bool IsValidAt(DateTimeOffset time) => RevokedAt is null && time < ExpiresAt;
}
