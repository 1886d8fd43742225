using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>A query.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Parameters">The names of its parameters, with their <c>$</c>, in the order in which values are given.</param>
/// <param name="Read">Makes something of the row on which the reader stands.</param>
internal sealed record EmbeddedQuery<T>(
    string Text, IReadOnlyList<string> Parameters, Func<SqliteDataReader, T> Read)
{
    /// <summary>A query with one parameter.</summary>
    public EmbeddedQuery(string text, string parameter, Func<SqliteDataReader, T> read)
        : this(text, [parameter], read)
    {
    }
}

/// <summary>Makes queries.</summary>
internal static class EmbeddedQuery
{
    /// <summary>The parameter of queries for what is known about one deal.</summary>
    public const string DealName = "$deal_id";

    /// <summary>A query by <see cref="DealName"/> for the BSON in its one column.</summary>
    public static EmbeddedQuery<BsonDocument> ByDeal(string text) => new(text, DealName, ReadDocument);

    /// <summary>Reads the BSON in a row's first column.</summary>
    public static BsonDocument ReadDocument(SqliteDataReader row) =>
        BsonSerializer.Deserialize<BsonDocument>(row.GetFieldValue<byte[]>(0));
}
