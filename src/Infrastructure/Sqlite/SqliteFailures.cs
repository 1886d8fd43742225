using DealInsights.Application.Failures;
using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Says in the application's words that the embedded store does not answer.</summary>
internal static class SqliteFailures
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    // A lock passes in seconds. A full disk or a corrupt file needs somebody to act, for which no time is right.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Whether the file could not be opened, or is locked, full, read-only or corrupt.</summary>
    public static bool IsOne(Exception exception) => exception is SqliteException or EmbeddedStoreException;

    /// <summary>Whether another process held the file for as long as one waits for it.</summary>
    public static bool IsLock(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked };

    public static UpstreamUnavailableException Unavailable(Exception exception) =>
        new("The database", RetryAfter, exception);
}
