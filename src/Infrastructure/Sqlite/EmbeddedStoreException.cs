namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The embedded store's file cannot be used as it is.</summary>
/// <param name="message">Why, for the operator: it names the file, so it is never shown to a caller.</param>
/// <param name="innerException">What SQLite or the file system reported, if anything.</param>
internal sealed class EmbeddedStoreException(string message, Exception? innerException = null)
    : IOException(message, innerException);
