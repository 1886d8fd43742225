namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The tables of the embedded store and the version of their layout.</summary>
internal static class EmbeddedSchema
{
    /// <summary>The layout that this code reads and writes, kept in the file as <c>user_version</c>.</summary>
    public const int Version = 6;

    // SQLite reads a row from its beginning and fetches the pages of a long one only as far as it has to. So the
    // columns that queries use come first and the long ones last. Documents are BSON. Instants are 100 ns ticks since
    // the year 1 (0 where unknown) in what is imported, and milliseconds since 1970 in what the service writes itself.
    private const string Tables = """
        CREATE TABLE deal_info (
            deal_id TEXT NOT NULL PRIMARY KEY,
            -- The document's "_id", where that is an ObjectId.
            object_id TEXT,
            -- Digits.
            hubspot_id TEXT,
            stage TEXT,
            owner TEXT,
            amount_order INTEGER NOT NULL,
            modified_at INTEGER NOT NULL,
            -- Name and company name in lower case.
            search TEXT NOT NULL,
            document BLOB NOT NULL
        ) STRICT;

        CREATE INDEX deal_info_object_id ON deal_info (object_id);
        CREATE INDEX deal_info_hubspot_id ON deal_info (hubspot_id);

        -- One index for each order of a list of deals and for each filter.
        CREATE INDEX deal_info_stage ON deal_info (stage, deal_id);
        CREATE INDEX deal_info_owner ON deal_info (owner, deal_id);
        CREATE INDEX deal_info_amount ON deal_info (amount_order, deal_id);
        CREATE INDEX deal_info_modified ON deal_info (modified_at, deal_id);

        CREATE TABLE deal_timeline (
            deal_id TEXT NOT NULL PRIMARY KEY,
            -- NULL where "events" is no list.
            event_count INTEGER,
            -- Without the events that are documents of their own.
            document BLOB NOT NULL
        ) STRICT;

        CREATE TABLE deal_events (
            deal_id TEXT NOT NULL REFERENCES deal_timeline (deal_id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            event_type TEXT,
            event_date INTEGER NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (deal_id, position)
        ) STRICT;

        -- A deal's latest events and their counts by type; the same over all deals.
        CREATE INDEX deal_events_date ON deal_events (deal_id, event_date, event_type);
        CREATE INDEX deal_events_type ON deal_events (event_type, event_date);

        CREATE TABLE deal_insights (
            deal_id TEXT NOT NULL PRIMARY KEY,
            document BLOB NOT NULL
        ) STRICT;

        CREATE TABLE meeting_insights (
            deal_id TEXT NOT NULL,
            meeting_id TEXT NOT NULL,
            held_at INTEGER NOT NULL,
            -- In code points; NULL where there is no text.
            transcript_length INTEGER,
            -- Without the transcript.
            document BLOB NOT NULL,
            transcript TEXT,
            PRIMARY KEY (deal_id, meeting_id)
        ) STRICT;

        CREATE INDEX meeting_insights_latest ON meeting_insights (deal_id, held_at DESC, meeting_id)
            WHERE transcript_length IS NOT NULL;

        CREATE TABLE company_overviews (
            deal_id TEXT NOT NULL PRIMARY KEY,
            -- NULL until the first overview is written.
            document BLOB,
            lease_holder TEXT,
            lease_expires_at INTEGER
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

        CREATE TABLE audit_records (
            -- Begins with the time, so that every index below is in the order of time.
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

        CREATE INDEX audit_records_caller ON audit_records (caller, id);
        CREATE INDEX audit_records_deal ON audit_records (deal_hash, id);
        CREATE INDEX audit_records_expiry ON audit_records (expires_at);

        CREATE TABLE api_keys (
            hash TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            revoked_at INTEGER,
            last_used_at INTEGER
        ) STRICT;
        """;

    /// <summary>Creates the tables in an empty file; checks the version of any other.</summary>
    /// <exception cref="EmbeddedStoreException">Another version of the service, or another program, made the file.</exception>
    public static void Apply(EmbeddedConnection connection, string file)
    {
        if (IsCurrent(connection, file))
        {
            return;
        }

        // Kept in the file. It cannot be set within a transaction.
        connection.Run("PRAGMA journal_mode = WAL");
        connection.Run("BEGIN IMMEDIATE");
        // Again, because another process may have created the tables in between.
        if (!IsCurrent(connection, file))
        {
            connection.Run(Tables);
            connection.Run($"PRAGMA user_version = {Version}");
        }

        connection.Run("COMMIT");
    }

    private static bool IsCurrent(EmbeddedConnection connection, string file)
    {
        var version = connection.FindNumber("PRAGMA user_version");
        var isEmpty = connection.FindNumber("SELECT count(*) FROM sqlite_schema") == 0;
        if (version == Version || (version == 0 && isEmpty))
        {
            return version == Version;
        }

        throw new EmbeddedStoreException(
            $"The embedded store {file} has layout {version}; this version of DealInsights reads and writes layout {Version} "
            + "alone. Delete or move the file to start with a new one, or set Embedded:Path to another. To keep its "
            + "deals, export them with the version that wrote the file and import them into the new one.");
    }
}
