using DealInsights.Application.Answers;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;

namespace DealInsights.Application.Meetings.GetDealOverview;

/// <summary>Reads what was said in the latest meetings, alone or as a part of all that is known of a deal.</summary>
internal sealed class OverviewReader(IMeetingRepository meetings, IMeetingSummarizer summarizer)
{
    private static readonly PartReading<DealOverview> Nothing =
        PartReading.Complete(new DealOverview(Summary: null, Provenance: null));

    public async Task<PartReading<DealOverview>> BeginAsync(string dealName, CancellationToken cancellationToken) =>
        await meetings.FindOverviewStateAsync(dealName, cancellationToken) is { } state
            ? new PartReading<DealOverview>(
                VersionOf(state), token => SummarizeAsync(dealName, state, token))
            : Nothing;

    private async Task<Versioned<DealOverview>> SummarizeAsync(
        string dealName, OverviewState state, CancellationToken cancellationToken)
    {
        var summary = await summarizer.SummarizeAsync(dealName, state.Digest, cancellationToken);
        if (summary is null)
        {
            return await Nothing.CompleteAsync(cancellationToken);
        }

        // An older overview does not say what it was made from, only what it quotes.
        var asOf = summary.Source.Freshness == InsightFreshness.Stale ? LatestQuoted(summary.Value) : state.LatestMeeting;
        var provenance = new Provenance(asOf, summary.GeneratedAt, summary.Source);

        return new Versioned<DealOverview>(
            provenance.IsSettled ? VersionOf(state) : null, new DealOverview(summary.Value, provenance));
    }

    private string VersionOf(OverviewState state) => summarizer.VersionOf(state.Digest);

    private static DateTime? LatestQuoted(MeetingSummary summary) =>
        summary.Statements.SelectMany(statement => statement.Evidence).Max(quote => quote.MeetingDate?.Instant);
}
