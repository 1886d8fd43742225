namespace DealInsights.FaultTests.Load;

/// <summary>What became of one request.</summary>
internal sealed record Answer
{
    /// <summary>When it was sent, since the load began.</summary>
    public required TimeSpan Sent { get; init; }

    /// <summary>When the answer was complete, since the load began.</summary>
    public required TimeSpan Ended { get; init; }

    /// <summary><see langword="null"/> when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>Who produced the insight, as the answer says.</summary>
    public string? Source { get; init; }

    /// <summary>The error in a few words; <see langword="null"/> for a 200.</summary>
    public string? Error { get; init; }

    /// <summary>What no fault excuses: a wrong answer, an undocumented error, none at all.</summary>
    public string? Defect { get; init; }

    /// <summary>The trace that the request named.</summary>
    public required string TraceId { get; init; }

    public TimeSpan Took => Ended - Sent;
}
