namespace DealInsights.Application.Privacy;

/// <summary>The result of a removal, or of its rehearsal.</summary>
/// <param name="IsRehearsal">Whether nothing was changed.</param>
/// <param name="Collections">Every collection that was searched, including those in which nothing was found.</param>
public sealed record RemovalReport(bool IsRehearsal, IReadOnlyList<CollectionRemoval> Collections)
{
    /// <summary>Whether nothing of the deal or the person was stored.</summary>
    public bool IsEmpty => Collections.All(collection => collection is { Removed: 0, Changed: 0, Left: 0 });
}

/// <summary>The result of a removal in one collection.</summary>
/// <param name="Collection">Its name in the store.</param>
/// <param name="Removed">Documents that were removed.</param>
/// <param name="Changed">Documents that are still there, without the person.</param>
/// <param name="Left">
/// Documents that still name the person: in their key (the deal's name or a meeting's identifier), or because they are
/// damaged or were changed by others repeatedly. Removing those deals removes them.
/// </param>
public sealed record CollectionRemoval(string Collection, long Removed, long Changed, long Left);
