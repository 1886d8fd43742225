namespace DealInsights.WebApi.V3;

/// <summary>What was removed of a deal or a person.</summary>
/// <param name="Removed">The documents that were removed, in all collections.</param>
/// <param name="Collections">The counts of each collection, also where there were none.</param>
public sealed record RemovalV3(long Removed, IReadOnlyList<CollectionRemovalV3> Collections);

/// <summary>What was removed from a collection.</summary>
/// <param name="Collection">The collection's name.</param>
/// <param name="Removed">The documents that were removed from it.</param>
/// <param name="Changed">The documents that stay without the deal's or the person's name.</param>
public sealed record CollectionRemovalV3(string Collection, long Removed, long Changed);
