namespace DealInsights.Application.Failures;

/// <summary>An upstream of this service, such as the database, did not answer in time.</summary>
/// <remarks>
/// Its message may be shown to callers, so it names no host and no setting. The driver's exception is the inner exception,
/// for the log.
/// </remarks>
public sealed class UpstreamUnavailableException : Exception
{
    /// <summary>Creates the exception for an upstream that does not answer.</summary>
    /// <param name="upstream">What failed, in words a caller may read ("The database").</param>
    /// <param name="retryAfter">How long a caller should wait before it tries again.</param>
    /// <param name="innerException">What the upstream's client reported.</param>
    public UpstreamUnavailableException(string upstream, TimeSpan retryAfter, Exception innerException)
        : base($"{upstream} is not available at the moment.", innerException)
    {
        Upstream = upstream;
        RetryAfter = retryAfter;
    }

    /// <summary>Creates the exception for an upstream that failed in another way.</summary>
    /// <param name="upstream">What failed, in words a caller may read.</param>
    /// <param name="message">What happened and what to do, in words a caller may read.</param>
    /// <param name="retryAfter">How long a caller should wait before it tries again.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public UpstreamUnavailableException(string upstream, string message, TimeSpan retryAfter, Exception innerException)
        : base(message, innerException)
    {
        Upstream = upstream;
        RetryAfter = retryAfter;
    }

    /// <summary>What failed, in words a caller may read.</summary>
    public string Upstream { get; }

    /// <summary>How long a caller should wait before it tries again.</summary>
    public TimeSpan RetryAfter { get; }
}
