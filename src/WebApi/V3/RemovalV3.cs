using DealInsights.Application.Privacy;

namespace DealInsights.WebApi.V3;

/// <summary>What was removed of a deal.</summary>
/// <param name="Removed">The documents that were removed, of all collections.</param>
/// <param name="Collections">How many of each collection, also where there were none.</param>
public sealed record RemovalV3(long Removed, IReadOnlyList<CollectionRemovalV3> Collections)
{
    internal static RemovalV3 From(RemovalReport report) => new(
        report.Collections.Sum(collection => collection.Removed),
        [.. report.Collections.Select(collection => new CollectionRemovalV3(collection.Collection, collection.Removed, collection.Changed))]);
}

/// <summary>What was removed from a collection.</summary>
/// <param name="Collection">Its name in the store.</param>
/// <param name="Removed">The documents that were removed from it.</param>
/// <param name="Changed">The documents that stay and do not name the deal any more: audit records, which keep its hash.</param>
public sealed record CollectionRemovalV3(string Collection, long Removed, long Changed);
