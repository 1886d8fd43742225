using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The tables of the embedded store and the version of their layout.</summary>
internal static class EmbeddedSchema
{
    /// <summary>The layout this code reads and writes, kept in the file as <c>user_version</c>; a new file has 0.</summary>
    public const int Version = 1;

    // The order of the columns matters: SQLite reads a row from its beginning and fetches the overflow pages of a long
    // one only as far as it must, so a read of the small columns never touches the whole document behind them.
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

    /// <summary>Makes the tables in a new file and leaves one of this version alone.</summary>
    /// <exception cref="EmbeddedStoreException">A newer version of the service made the file.</exception>
    public static void Apply(SqliteConnection connection)
    {
        var version = Convert.ToInt32(connection.Scalar("PRAGMA user_version"), provider: null);
        if (version > Version)
        {
            throw new EmbeddedStoreException(
                $"The embedded store {connection.DataSource} was made by a newer version of DealInsights "
                + $"(layout {version}, this version knows {Version}). Use that version, or set Embedded:Path to another file.");
        }

        if (version == Version)
        {
            return;
        }

        // Kept in the file, so once is enough.
        connection.Execute("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(Tables);
        connection.Execute($"PRAGMA user_version = {Version}");
        transaction.Commit();
    }
}
