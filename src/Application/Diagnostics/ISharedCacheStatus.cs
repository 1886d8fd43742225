namespace DealInsights.Application.Diagnostics;

/// <summary>
/// The cache that instances share beside the store. There is none unless one is configured, and without its answers the
/// service answers all the same.
/// </summary>
public interface ISharedCacheStatus
{
    /// <summary>The cache's name in health answers and logs: <c>redis</c>.</summary>
    string Name { get; }

    /// <summary>Whether it answered when it was last asked; costs nothing to read.</summary>
    bool IsAvailable { get; }
}
