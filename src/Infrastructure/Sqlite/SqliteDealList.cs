using System.Collections.Concurrent;
using DealInsights.Domain.Deals;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The query for a page of deals: one statement for each order and each set of filters.</summary>
internal static class SqliteDealList
{
    private const string Stage = "$stage";
    private const string Owner = "$owner";
    private const string Search = "$search";
    private const string Key = "$key";
    private const string Name = "$name";
    private const string Limit = "$limit";

    private static readonly ConcurrentDictionary<Shape, EmbeddedQuery<BsonDocument>> Queries = new();

    /// <summary>The query and the values of its parameters.</summary>
    public static (EmbeddedQuery<BsonDocument> Query, object[] Values) Of(DealListing listing)
    {
        var (filter, order, after) = (listing.Filter, listing.Order, listing.After);
        var shape = new Shape(order, filter.Stage is not null, filter.Owner is not null, filter.Search is not null, after is not null);
        object?[] values =
        [
            filter.Stage,
            filter.Owner,
            filter.Search is { } search ? Projections.Fold(search) : null,
            order.By == DealSortKey.Name ? null : after?.Key,
            after?.Name,
            listing.Limit,
        ];

        // What is null has no parameter: see below.
        return (Queries.GetOrAdd(shape, Write), [.. values.OfType<object>()]);
    }

    private static EmbeddedQuery<BsonDocument> Write(Shape shape)
    {
        var columns = KeyColumn(shape.Order.By) is { } key ? new[] { key, "deal_id" } : ["deal_id"];
        var (direction, behind) = shape.Order.IsDescending ? (" DESC", "<") : ("", ">");
        var conditions = new List<string>();
        var parameters = new List<string>();
        Add(shape.HasStage, $"stage = {Stage}", Stage);
        Add(shape.HasOwner, $"owner = {Owner}", Owner);
        Add(shape.HasSearch, $"instr(search, {Search}) > 0", Search);
        Add(shape.HasAfter && columns is [_], $"deal_id {behind} {Name}", Name);
        Add(shape.HasAfter && columns is [_, _], $"({string.Join(", ", columns)}) {behind} ({Key}, {Name})", Key, Name);
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)} ";

        return new EmbeddedQuery<BsonDocument>(
            $"SELECT deal FROM deal_info {where}ORDER BY {string.Join(", ", columns.Select(column => column + direction))} LIMIT {Limit}",
            [.. parameters, Limit],
            EmbeddedQuery.ReadDocument);

        void Add(bool isWanted, string condition, params string[] names)
        {
            if (isWanted)
            {
                conditions.Add(condition);
                parameters.AddRange(names);
            }
        }
    }

    private static string? KeyColumn(DealSortKey key) => key switch
    {
        DealSortKey.Name => null,
        DealSortKey.Amount => "amount_order",
        DealSortKey.LastModified => "modified_at",
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "No such key."),
    };

    /// <summary>All on which the statement depends: a condition on what is not asked about would keep an index from being used.</summary>
    private readonly record struct Shape(DealOrder Order, bool HasStage, bool HasOwner, bool HasSearch, bool HasAfter);
}
