namespace DealInsights.LoadTest.Load;

/// <summary>What became of one request.</summary>
internal readonly record struct RequestOutcome
{
    /// <summary>From sending the request to the last byte of the answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Null when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>Null for a good answer: status 200 and JSON. Otherwise the kind under which it is counted.</summary>
    public string? Failure { get; init; }

    /// <summary>The header <c>X-Insight-Source</c>: who produced the insight.</summary>
    public string? InsightSource { get; init; }

    /// <summary>The header <c>X-Response-Time</c> (<c>12.34ms</c>): the time that the server measured itself.</summary>
    public TimeSpan? ServerTime { get; init; }
}
