using DealInsights.Domain.Deals;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The query for a page of deals.</summary>
internal static class SqliteDealList
{
    /// <summary>
    /// The query and its parameters. It has no condition on what is not asked about, because that would keep an index
    /// from being used.
    /// </summary>
    public static (string Query, (string Name, object? Value)[] Parameters) Of(DealListing listing)
    {
        var (filter, order, after) = (listing.Filter, listing.Order, listing.After);
        var direction = order.IsDescending ? "DESC" : "ASC";
        var behind = order.IsDescending ? "<" : ">";
        var conditions = new List<string>();
        var parameters = new List<(string Name, object? Value)>();

        AddFilter("deal_id = $exact_name", "$exact_name", filter.Name);
        AddFilter("stage = $stage", "$stage", filter.Stage);
        AddFilter("owner = $owner", "$owner", filter.Owner);
        AddFilter("instr(search, $search) > 0", "$search", filter.Search is { } text ? DealInfoTable.Fold(text) : null);

        var orderBy = $"deal_id {direction}";
        if (ColumnOf(order.By) is { } column)
        {
            orderBy = $"{column} {direction}, {orderBy}";
            AddFilter($"({column}, deal_id) {behind} ($key, $name)", "$key", after?.Key);
        }
        else if (after is not null)
        {
            conditions.Add($"deal_id {behind} $name");
        }

        if (after is not null)
        {
            parameters.Add(("$name", after.Name));
        }

        parameters.Add(("$limit", listing.Limit));
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";

        return ($"SELECT document FROM deal_info {where} ORDER BY {orderBy} LIMIT $limit", [.. parameters]);

        void AddFilter(string condition, string parameter, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add((parameter, value));
            }
        }
    }

    private static string? ColumnOf(DealSortKey key) => key switch
    {
        DealSortKey.Name => null,
        DealSortKey.Amount => "amount_order",
        DealSortKey.LastModified => "modified_at",
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "No such key."),
    };
}
