using System.Globalization;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The tables of the embedded store and the version of their layout.</summary>
internal static class EmbeddedSchema
{
    /// <summary>The layout this code reads and writes, kept in the file as <c>user_version</c>; a new file has 0.</summary>
    public const int Version = 3;

    // The order of the columns matters: SQLite reads a row from its beginning and fetches the overflow pages of a long
    // one only as far as it must, so a read of the small columns never touches the whole document behind them.
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS deal_info (
            deal_id TEXT NOT NULL PRIMARY KEY,
            deal BLOB NOT NULL,
            document BLOB NOT NULL,
            -- Behind the document, where layout 2 got them. NULL where none is recorded.
            stage TEXT,
            owner TEXT,
            amount_order INTEGER NOT NULL DEFAULT 0,
            modified_at INTEGER NOT NULL DEFAULT 0,
            search TEXT NOT NULL DEFAULT ''
        ) STRICT;

        -- One for each order of a list of deals and for each filter; the order by name, and every tie, is the key's.
        CREATE INDEX IF NOT EXISTS deal_info_stage ON deal_info (stage, deal_id);
        CREATE INDEX IF NOT EXISTS deal_info_owner ON deal_info (owner, deal_id);
        CREATE INDEX IF NOT EXISTS deal_info_amount ON deal_info (amount_order, deal_id);
        CREATE INDEX IF NOT EXISTS deal_info_modified ON deal_info (modified_at, deal_id);

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
            -- Behind the document, where layout 1 got it: it is read from the index alone.
            digest BLOB NOT NULL DEFAULT x'',
            PRIMARY KEY (deal_id, meeting_id)
        ) STRICT;

        -- Serves the choice of the latest meetings, without which all transcripts of a deal would be read to be sorted,
        -- and holds all that tells whether an overview of them is still of today.
        CREATE INDEX IF NOT EXISTS meeting_insights_latest
            ON meeting_insights (deal_id, held_at DESC, meeting_id, digest);

        -- Not WITHOUT ROWID, which moves all but the shortest documents to overflow pages: that read six times slower.
        CREATE TABLE IF NOT EXISTS company_overviews (
            deal_id TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            generated_at INTEGER NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (deal_id, fingerprint)
        ) STRICT;

        CREATE TABLE IF NOT EXISTS title_judgements (
            fingerprint TEXT NOT NULL PRIMARY KEY,
            document BLOB NOT NULL
        ) STRICT;

        CREATE TABLE IF NOT EXISTS insight_leases (
            name TEXT NOT NULL PRIMARY KEY,
            holder TEXT NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT;

        -- An identifier begins with the time: those of one caller, or about one deal, are in its order in each index.
        CREATE TABLE IF NOT EXISTS audit_records (
            id TEXT NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            caller TEXT NOT NULL,
            action TEXT NOT NULL,
            deal_hash TEXT,
            deal_id TEXT,
            outcome TEXT NOT NULL,
            count INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX IF NOT EXISTS audit_records_caller ON audit_records (caller, id);
        CREATE INDEX IF NOT EXISTS audit_records_deal ON audit_records (deal_hash, id);
        CREATE INDEX IF NOT EXISTS audit_records_expiry ON audit_records (expires_at);

        -- Times are milliseconds since 1970.
        CREATE TABLE IF NOT EXISTS api_keys (
            hash TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            revoked_at INTEGER,
            last_used_at INTEGER
        ) STRICT;
        """;

    /// <summary>The table whose one number changes with what answers are made of.</summary>
    public const string ContentVersion = "content_version";

    private static readonly string[] Content =
        ["deal_info", "deal_timeline", "deal_insights", "meeting_insights", "company_overviews", "title_judgements"];

    // In the file, so that whoever changes it counts, by whatever means.
    private static readonly string Counting = $"""
        CREATE TABLE IF NOT EXISTS {ContentVersion} (number INTEGER NOT NULL) STRICT;
        INSERT INTO {ContentVersion} SELECT 0 WHERE NOT EXISTS (SELECT * FROM {ContentVersion});
        {string.Concat(
            from table in Content
            from change in (string[])["INSERT", "UPDATE", "DELETE"]
            select $"""
                CREATE TRIGGER IF NOT EXISTS {table}_{change} AFTER {change} ON {table}
                BEGIN UPDATE {ContentVersion} SET number = number + 1; END;

                """)}
        """;

    // Layout 1 had no digests. The tables that it lacked are made with those of a new file.
    private const string FromLayout1 = """
        DROP INDEX meeting_insights_latest;
        ALTER TABLE meeting_insights ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
        -- A function's empty BLOB arrives as NULL.
        UPDATE meeting_insights SET digest = coalesce(digest_of(overview), x'');
        """;

    // Layout 2 kept of a deal what v2 answers, and had nothing to list deals by.
    private const string FromLayout2 = """
        ALTER TABLE deal_info ADD COLUMN stage TEXT;
        ALTER TABLE deal_info ADD COLUMN owner TEXT;
        ALTER TABLE deal_info ADD COLUMN amount_order INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE deal_info ADD COLUMN modified_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE deal_info ADD COLUMN search TEXT NOT NULL DEFAULT '';
        UPDATE deal_info SET
            deal = coalesce(column_of('deal_info', 'deal', document), deal),
            stage = column_of('deal_info', 'stage', document),
            owner = column_of('deal_info', 'owner', document),
            amount_order = coalesce(column_of('deal_info', 'amount_order', document), 0),
            modified_at = coalesce(column_of('deal_info', 'modified_at', document), 0),
            search = coalesce(column_of('deal_info', 'search', document), '');
        UPDATE deal_insights SET concerns = coalesce(column_of('deal_insights', 'concerns', document), concerns);
        """;

    // Each of them waits as long as a statement may wait for another process. Together they are more than it takes to
    // bring a file of several gigabytes to this layout.
    private const int MostAttempts = 300;

    private const int SqliteBusy = 5;

    /// <summary>
    /// Makes the tables in a new file, brings one of an older version to this one, and leaves one of this version alone.
    /// All of it happens or nothing; while another process is at it, this waits.
    /// </summary>
    /// <returns>The version that was found; 0 for a new file.</returns>
    /// <exception cref="EmbeddedStoreException">A newer version of the service made the file.</exception>
    /// <exception cref="SqliteException">The file cannot be read or changed.</exception>
    public static int Apply(
        SqliteConnection connection, StoredDocumentReader reader, CancellationToken cancellationToken)
    {
        var found = ReadVersion(connection);
        if (found == Version)
        {
            return found;
        }

        // Kept in the file, so once is enough.
        connection.Execute("PRAGMA journal_mode = WAL");
        using var transaction = Begin(connection, cancellationToken);
        // Again, because another process may have been quicker.
        found = ReadVersion(connection);
        if (found == Version)
        {
            return found;
        }

        if (found == 1)
        {
            WithDigests(connection, reader, cancellationToken);
        }

        if (found is 1 or 2)
        {
            WithDealLists(connection, reader, cancellationToken);
        }

        connection.Execute(Tables);
        connection.Execute(Counting);
        connection.Execute($"PRAGMA user_version = {Version}");
        transaction.Commit();
        return found;
    }

    private static int ReadVersion(SqliteConnection connection)
    {
        var version = System.Convert.ToInt32(connection.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);

        return version <= Version
            ? version
            : throw new EmbeddedStoreException(
                $"The embedded store {connection.DataSource} was made by a newer version of DealInsights "
                + $"(layout {version}, this version knows {Version}). Use that version, or set Embedded:Path to another file.");
    }

    private static SqliteTransaction Begin(SqliteConnection connection, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return connection.BeginTransaction(deferred: false);
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode == SqliteBusy && attempt < MostAttempts)
            {
                // Another process writes, perhaps to bring the file to this layout.
            }
        }
    }

    private static void WithDigests(
        SqliteConnection connection, StoredDocumentReader reader, CancellationToken cancellationToken)
    {
        connection.CreateFunction(
            "digest_of",
            (byte[] overview) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return DigestOf(overview, reader);
            },
            isDeterministic: true);
        Convert(connection, FromLayout1, cancellationToken);
    }

    private static void WithDealLists(
        SqliteConnection connection, StoredDocumentReader reader, CancellationToken cancellationToken)
    {
        connection.CreateFunction(
            "column_of",
            (string collection, string column, byte[] document) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return ColumnOf(collection, column, document, reader);
            },
            isDeterministic: true);
        Convert(connection, FromLayout2, cancellationToken);
    }

    private static void Convert(SqliteConnection connection, string statements, CancellationToken cancellationToken)
    {
        try
        {
            connection.Execute(statements);
        }
        // SQLite passes on no exception but its own.
        catch (SqliteException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private static object? ColumnOf(string collection, string column, byte[] document, StoredDocumentReader reader)
    {
        try
        {
            return CollectionTable.Of(StoredCollection.All.Single(known => known.Name == collection))
                .Derived.Single(derived => derived.Name == column)
                .ValueOf(BsonSerializer.Deserialize<BsonDocument>(document), reader);
        }
        // As with digests: what is not BSON any more is left as it is.
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static byte[] DigestOf(byte[] overview, StoredDocumentReader reader)
    {
        try
        {
            return Projections.Digest(BsonSerializer.Deserialize<BsonDocument>(overview), reader);
        }
        // Not BSON any more. The reads of that deal will say so; the others must not wait for somebody to mend it.
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            return [];
        }
    }
}
