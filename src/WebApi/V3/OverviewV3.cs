using DealInsights.Application.Meetings.GetDealOverview;
using DealInsights.Domain.Meetings;

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

    internal static OverviewV3 From(DealOverview overview) => new()
    {
        Text = overview.Summary?.Text,
        Statements = [.. (overview.Summary?.Statements ?? []).Select(StatementV3.From)],
        Provenance = ProvenanceV3.From(overview.Provenance),
    };
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

    internal static StatementV3 From(SummaryStatement statement) => new()
    {
        Text = statement.Text,
        Evidence = [.. statement.Evidence.Select(EvidenceV3.From)],
    };
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

    internal static EvidenceV3 From(Quote quote) => new()
    {
        Quote = quote.Text,
        MeetingId = quote.MeetingId,
        MeetingDate = quote.MeetingDate?.Instant,
    };
}
