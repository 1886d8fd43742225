using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>A file as the second version of the service made it, with the tables in which it differs from the first.</summary>
internal static class LayoutTwo
{
    private const string Tables = """
        DROP INDEX meeting_insights_latest;
        ALTER TABLE meeting_insights ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
        CREATE INDEX meeting_insights_latest ON meeting_insights (deal_id, held_at DESC, meeting_id, digest);
        CREATE TABLE company_overviews (
            deal_id TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            generated_at INTEGER NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (deal_id, fingerprint)
        ) STRICT;
        CREATE TABLE title_judgements (
            fingerprint TEXT NOT NULL PRIMARY KEY,
            document BLOB NOT NULL
        ) STRICT;
        CREATE TABLE insight_leases (
            name TEXT NOT NULL PRIMARY KEY,
            holder TEXT NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT;
        PRAGMA user_version = 2;
        """;

    /// <summary>Makes the file with documents that have an <c>_id</c>.</summary>
    public static void Create(string file, params IEnumerable<(StoredCollection Collection, BsonDocument Document)> documents)
    {
        LayoutOne.Create(file);
        foreach (var (collection, document) in documents)
        {
            LayoutOne.Has(file, collection, document);
        }

        using var connection = EmbeddedStores.Connect(file);
        connection.Execute(Tables);
    }
}
