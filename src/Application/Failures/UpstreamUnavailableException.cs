namespace DealInsights.Application.Failures;

/// <summary>An upstream of this service, such as the database, did not answer in time.</summary>
/// <remarks>
/// Its message may be shown to callers, so it names no host and no setting. The driver's exception is the inner exception,
/// for the log.
/// </remarks>
public sealed class UpstreamUnavailableException : Exception
{
    /// <summary>Creates the exception for an upstream that does not answer.</summary>
    /// <param name="upstream">The upstream, for callers ("The database").</param>
    /// <param name="retryAfter">How long a caller should wait before it tries again.</param>
    /// <param name="innerException">The exception of the upstream's client, for the log.</param>
    public UpstreamUnavailableException(string upstream, TimeSpan retryAfter, Exception innerException)
        : base($"{upstream} is not available at the moment.", innerException)
    {
        Upstream = upstream;
        RetryAfter = retryAfter;
    }

    /// <summary>Creates the exception for an upstream that failed in another way.</summary>
    /// <param name="upstream">The upstream, for callers.</param>
    /// <param name="message">What happened and what to do, for callers.</param>
    /// <param name="retryAfter">How long a caller should wait before it tries again.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public UpstreamUnavailableException(string upstream, string message, TimeSpan retryAfter, Exception innerException)
        : base(message, innerException)
    {
        Upstream = upstream;
        RetryAfter = retryAfter;
    }

    /// <summary>The upstream, for callers.</summary>
    public string Upstream { get; }

    /// <summary>How long a caller should wait before it tries again.</summary>
    public TimeSpan RetryAfter { get; }
}
