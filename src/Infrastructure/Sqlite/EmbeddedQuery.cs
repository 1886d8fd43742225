using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>A query with one parameter, which is text.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Parameter">The parameter's name, with its <c>$</c>.</param>
/// <param name="Read">Makes something of the row on which the reader stands.</param>
internal sealed record EmbeddedQuery<T>(string Text, string Parameter, Func<SqliteDataReader, T> Read);

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
