namespace DealInsights.WebApi.V3;

/// <summary>What was said in the latest meetings of a deal.</summary>
public sealed record OverviewV3
{
    /// <summary>Two to three lines of plain text; null when there is nothing to summarize.</summary>
    public required string? Text { get; init; }

    /// <summary>The same, statement by statement; empty when there is nothing to summarize.</summary>
    public required IReadOnlyList<StatementV3> Statements { get; init; }

    /// <summary>Where it comes from; null when there is nothing to summarize.</summary>
    public required ProvenanceV3? Provenance { get; init; }
}

/// <summary>One statement of an overview.</summary>
public sealed record StatementV3
{
    /// <summary>Plain text without line breaks.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// Where it was said; at least one place for what a model wrote. Empty only where the offline rules could not find
    /// the place again.
    /// </summary>
    public required IReadOnlyList<EvidenceV3> Evidence { get; init; }
}

/// <summary>A passage of a meeting's transcript.</summary>
public sealed record EvidenceV3
{
    /// <summary>The words that were said.</summary>
    public required string Quote { get; init; }

    /// <summary>The meeting in which they were said.</summary>
    public required string MeetingId { get; init; }

    /// <summary>When it took place; a day is its midnight, UTC. Null when not recorded or not readable.</summary>
    public required DateTime? MeetingDate { get; init; }
}
