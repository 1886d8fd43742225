using DealInsights.Application.Failures;
using Microsoft.Data.Sqlite;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Says in the application's words that the embedded store does not answer.</summary>
internal static class SqliteFailures
{
    // A lock passes in seconds. A full disk or a corrupt file needs somebody to act, for which no time is right.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Whether the file could not be opened, or is locked, full, read-only or corrupt.</summary>
    public static bool IsOne(Exception exception) => exception is SqliteException or EmbeddedStoreException;

    public static UpstreamUnavailableException Unavailable(Exception exception) =>
        new("The database", RetryAfter, exception);
}
