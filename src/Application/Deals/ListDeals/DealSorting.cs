using DealInsights.Domain.Deals;

namespace DealInsights.Application.Deals.ListDeals;

/// <summary>The orders of a list of deals as callers name them: a key, with <c>-</c> in front for the greatest first.</summary>
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

    /// <summary>All names, for a message.</summary>
    public static string Names { get; } = string.Join(", ", ByName.Keys);

    /// <summary>The order of a name; that of <see cref="Default"/> for none, <see langword="null"/> for an unknown one.</summary>
    public static DealOrder? Find(string? name) => ByName.GetValueOrDefault(string.IsNullOrEmpty(name) ? Default : name);
}
