namespace DealInsights.Application.Access.Keys;

/// <summary>An API key, as it is kept: without the secret, which only its holder has.</summary>
/// <param name="Hash">What the secret is known by, see <see cref="ApiKeySecret.HashOf"/>.</param>
/// <param name="Name">Whose it is. While a key is being rotated, two have one name.</param>
/// <param name="Role">What its holder may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is not accepted.</param>
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
