using DealInsights.Application.Deals;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using MediatR;

namespace DealInsights.Application.Meetings.GetOverview;

/// <summary>
/// Asks what was said in the latest meetings of a deal. Returns <see langword="null"/> when no deal has the id; a name
/// without stored meetings has an overview without a summary.
/// </summary>
public sealed record GetOverviewQuery(DealReference Deal) : IRequest<DealOverview?>, IDealQuery;

/// <summary>What was said in the latest meetings of a deal.</summary>
/// <param name="Summary">
/// In a few statements, with where each was said; <see langword="null"/> when there is nothing to summarize.
/// </param>
/// <param name="Provenance">Where the summary comes from; <see langword="null"/> without one.</param>
public sealed record DealOverview(MeetingSummary? Summary, Provenance? Provenance)
{
    /// <summary>The overview of a deal without meetings, or without transcripts.</summary>
    public static DealOverview Empty { get; } = new(Summary: null, Provenance: null);

    /// <summary>Describes a summary of meetings.</summary>
    internal static DealOverview Of(Insight<MeetingSummary>? summary, IReadOnlyList<MeetingVersion> meetings)
    {
        if (summary is null)
        {
            return Empty;
        }

        // A stale overview does not say which meetings it was made from, only which it quotes.
        var asOf = summary.Source.Freshness == InsightFreshness.Stale
            ? summary.Value.Statements.SelectMany(statement => statement.Evidence).Max(quote => quote.MeetingDate?.Instant)
            : meetings.Max(meeting => meeting.HeldAt);

        return new DealOverview(summary.Value, new Provenance(asOf, summary.GeneratedAt, summary.Source));
    }
}

internal sealed class GetOverviewQueryHandler(
    IDealRepository deals, IMeetingRepository meetings, IMeetingSummarizer summarizer)
    : IRequestHandler<GetOverviewQuery, DealOverview?>
{
    public async Task<DealOverview?> Handle(GetOverviewQuery request, CancellationToken cancellationToken)
    {
        if (await deals.FindNameAsync(request.Deal, cancellationToken) is not { } dealName)
        {
            return null;
        }

        var versions = await meetings.FindOverviewVersionsAsync(dealName, cancellationToken);

        return versions.Count == 0
            ? DealOverview.Empty
            : DealOverview.Of(await summarizer.SummarizeAsync(dealName, versions, cancellationToken), versions);
    }
}
