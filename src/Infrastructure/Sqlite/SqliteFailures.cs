using DealInsights.Application.Failures;
using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Turns failures of the embedded store into the application's.</summary>
internal static class SqliteFailures
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    // A lock passes in seconds. A full disk or a damaged file needs an operator, for whom no time is right.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Whether the file could not be opened, or is locked, full, read-only or damaged.</summary>
    public static bool IsOne(Exception exception) => exception is SqliteException or EmbeddedStoreException;

    /// <summary>Whether another process held the file for longer than a statement waits for it.</summary>
    public static bool IsLock(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked };

    public static UpstreamUnavailableException Unavailable(Exception exception) =>
        new("The database", RetryAfter, exception);

    /// <summary>Data was removed, and copies of it are still in the file.</summary>
    public static UpstreamUnavailableException NotErased() => new(
        "The database",
        "The data is removed, but copies of it are left in the database's file because somebody is reading it, for "
        + "example an export. Repeat the removal to erase them.",
        RetryAfter,
        new TimeoutException("A reader kept the write-ahead log from being emptied."));
}
