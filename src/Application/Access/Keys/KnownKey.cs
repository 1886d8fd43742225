namespace DealInsights.Application.Access.Keys;

/// <summary>A key that the store knows.</summary>
public sealed class KnownKey
{
    private int _isClaimed;

    internal KnownKey(ApiKey key, long askedAt)
    {
        Key = key;
        AskedAt = askedAt;
    }

    /// <summary>The key as the store had it.</summary>
    public ApiKey Key { get; }

    /// <summary>When it was asked, by the clock's timestamps.</summary>
    internal long AskedAt { get; }

    /// <summary>Whether the caller is the one who asks the store again.</summary>
    internal bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;

    /// <summary>Leaves that to another.</summary>
    internal void GiveUp() => Volatile.Write(ref _isClaimed, 0);
}
