using DealInsights.Domain.Deals;

namespace DealInsights.Application.Deals.ListDeals;

/// <summary>The sort orders of a list of deals as callers name them: a key, with a leading <c>-</c> for descending.</summary>
internal static class DealSorting
{
    public const string Default = "name";

    private static readonly Dictionary<string, DealOrder> ByName = new(StringComparer.Ordinal)
    {
        ["name"] = new(DealSortKey.Name, IsDescending: false),
        ["-name"] = new(DealSortKey.Name, IsDescending: true),
        ["amount"] = new(DealSortKey.Amount, IsDescending: false),
        ["-amount"] = new(DealSortKey.Amount, IsDescending: true),
        ["lastModified"] = new(DealSortKey.LastModified, IsDescending: false),
        ["-lastModified"] = new(DealSortKey.LastModified, IsDescending: true),
    };

    /// <summary>The names of all orders.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>Returns the order of a name: the default one for no name, <see langword="null"/> for an unknown one.</summary>
    public static DealOrder? Find(string? name) => ByName.GetValueOrDefault(string.IsNullOrEmpty(name) ? Default : name);
}
