using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>A file as the first version of the service made and filled it: its statements, word for word.</summary>
internal static class LayoutOne
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS deal_info (
            deal_id TEXT NOT NULL PRIMARY KEY,
            deal BLOB NOT NULL,
            document BLOB NOT NULL
        ) STRICT;

        CREATE TABLE IF NOT EXISTS deal_timeline (
            deal_id TEXT NOT NULL PRIMARY KEY,
            extent BLOB NOT NULL,
            document BLOB NOT NULL
        ) STRICT;

        CREATE TABLE IF NOT EXISTS deal_insights (
            deal_id TEXT NOT NULL PRIMARY KEY,
            concerns BLOB NOT NULL,
            document BLOB NOT NULL
        ) STRICT;

        CREATE TABLE IF NOT EXISTS meeting_insights (
            deal_id TEXT NOT NULL,
            meeting_id TEXT NOT NULL,
            held_at INTEGER NOT NULL,
            attendees BLOB NOT NULL,
            overview BLOB NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (deal_id, meeting_id)
        ) STRICT;

        -- Serves the choice of the latest meetings: without it all transcripts of a deal would be read to be sorted.
        CREATE INDEX IF NOT EXISTS meeting_insights_latest ON meeting_insights (deal_id, held_at DESC, meeting_id);
        """;

    /// <summary>Makes the file.</summary>
    public static void Create(string file)
    {
        using var connection = EmbeddedStores.Connect(file);
        connection.Execute("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(Tables);
        connection.Execute("PRAGMA user_version = 1");
        transaction.Commit();
    }

    /// <summary>Stores documents that have an <c>_id</c>, and were not stored before.</summary>
    public static void Has(string file, StoredCollection collection, params IEnumerable<BsonDocument> documents)
    {
        using var connection = EmbeddedStores.Connect(file);
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var document in documents)
        {
            Insert(connection, collection, document);
        }

        transaction.Commit();
    }

    private static void Insert(SqliteConnection connection, StoredCollection collection, BsonDocument document)
    {
        using var command = connection.CreateCommand();
        command.Parameters.AddWithValue("$deal_id", document["deal_id"].AsString);
        command.Parameters.AddWithValue("$document", document.ToBson());
        if (collection == StoredCollection.MeetingInsights)
        {
            command.CommandText = """
                INSERT INTO meeting_insights (deal_id, meeting_id, held_at, attendees, overview, document)
                VALUES ($deal_id, $meeting_id, $held_at, $attendees, $overview, $document)
                """;
            command.Parameters.AddWithValue("$meeting_id", document["meeting_id"].AsString);
            command.Parameters.AddWithValue("$held_at", Projections.HeldAt(document, EmbeddedStores.NewReader()));
            command.Parameters.AddWithValue("$attendees", Projections.Attendees(document).ToBson());
            command.Parameters.AddWithValue("$overview", Projections.Overview(document).ToBson());
        }
        else
        {
            var (column, projection) = collection.Name switch
            {
                "deal_info" => ("deal", Pick(document, "_id", "deal_id", "owner", "stage")),
                "deal_timeline" => ("extent", Projections.Extent(document)),
                _ => ("concerns", Pick(document, "_id", "concerns")),
            };
            command.CommandText =
                $"INSERT INTO {collection.Name} (deal_id, {column}, document) VALUES ($deal_id, $projection, $document)";
            command.Parameters.AddWithValue("$projection", projection.ToBson());
        }

        command.ExecuteNonQuery();
    }

    /// <summary>These fields of a document, as far as it has them.</summary>
    internal static BsonDocument Pick(BsonDocument document, params string[] fields) =>
        new(fields.Where(document.Contains).Select(field => new BsonElement(field, document[field])));
}
