namespace DealInsights.Application.Failures;

/// <summary>Something this service needs in order to answer did not answer in time.</summary>
/// <remarks>
/// The one exception for a dead upstream. Its message may be shown to callers, so it names no host, no address and
/// no setting; what the driver said travels as the inner exception, for the log.
/// </remarks>
public sealed class UpstreamUnavailableException : Exception
{
    /// <summary>Says which upstream failed and when a retry makes sense.</summary>
    /// <param name="upstream">What failed, in words a caller may read ("The database").</param>
    /// <param name="retryAfter">How long a caller should wait before asking again.</param>
    /// <param name="innerException">What the upstream's client reported.</param>
    public UpstreamUnavailableException(string upstream, TimeSpan retryAfter, Exception innerException)
        : base($"{upstream} is not available at the moment.", innerException)
    {
        Upstream = upstream;
        RetryAfter = retryAfter;
    }

    /// <summary>Says what is wrong when it is not that the upstream does not answer.</summary>
    /// <param name="upstream">What failed, in words a caller may read.</param>
    /// <param name="message">What happened and what to do, in words a caller may read.</param>
    /// <param name="retryAfter">How long a caller should wait before asking again.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public UpstreamUnavailableException(string upstream, string message, TimeSpan retryAfter, Exception innerException)
        : base(message, innerException)
    {
        Upstream = upstream;
        RetryAfter = retryAfter;
    }

    /// <summary>What failed, in words a caller may read.</summary>
    public string Upstream { get; }

    /// <summary>How long a caller should wait before asking again.</summary>
    public TimeSpan RetryAfter { get; }
}
