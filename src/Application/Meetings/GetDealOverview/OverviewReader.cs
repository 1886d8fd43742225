using System.Runtime.CompilerServices;
using DealInsights.Application.Answers;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;

namespace DealInsights.Application.Meetings.GetDealOverview;

/// <summary>Reads what was said in the latest meetings, alone or as a part of all that is known of a deal.</summary>
internal sealed class OverviewReader(IMeetingRepository meetings, IMeetingSummarizer summarizer)
{
    private static readonly DealOverview NothingToSay = new(Summary: null, Provenance: null);

    private static readonly PartReading<DealOverview> Nothing = PartReading.Complete(NothingToSay);

    public async Task<PartReading<DealOverview>> BeginAsync(string dealName, CancellationToken cancellationToken) =>
        await meetings.FindOverviewStateAsync(dealName, cancellationToken) is { } state
            ? new PartReading<DealOverview>(
                VersionOf(state), token => SummarizeAsync(dealName, state, token))
            : Nothing;

    /// <summary>
    /// The overview to read along while it is written. It is not begun before the first step is awaited.
    /// </summary>
    public async Task<IAsyncEnumerable<WritingStep<DealOverview>>> BeginFollowingAsync(
        string dealName, CancellationToken cancellationToken) =>
        FollowAsync(dealName, await meetings.FindOverviewStateAsync(dealName, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<WritingStep<DealOverview>> FollowAsync(
        string dealName, OverviewState? state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (state is null)
        {
            yield return new WritingStep<DealOverview>.Finished(NothingToSay);
            yield break;
        }

        await foreach (var step in summarizer.FollowAsync(dealName, state.Digest, cancellationToken))
        {
            yield return step.Select(summary => Describe(summary, state), otherwise: NothingToSay);
        }
    }

    private async Task<Versioned<DealOverview>> SummarizeAsync(
        string dealName, OverviewState state, CancellationToken cancellationToken)
    {
        var summary = await summarizer.SummarizeAsync(dealName, state.Digest, cancellationToken);
        if (summary is null)
        {
            return await Nothing.CompleteAsync(cancellationToken);
        }

        var overview = Describe(summary, state);

        return new Versioned<DealOverview>(overview.Provenance!.IsSettled ? VersionOf(state) : null, overview);
    }

    private static DealOverview Describe(Insight<MeetingSummary> summary, OverviewState state)
    {
        // An older overview does not say what it was made from, only what it quotes.
        var asOf = summary.Source.Freshness == InsightFreshness.Stale ? LatestQuoted(summary.Value) : state.LatestMeeting;

        return new DealOverview(summary.Value, new Provenance(asOf, summary.GeneratedAt, summary.Source));
    }

    private string VersionOf(OverviewState state) => summarizer.VersionOf(state.Digest);

    private static DateTime? LatestQuoted(MeetingSummary summary) =>
        summary.Statements.SelectMany(statement => statement.Evidence).Max(quote => quote.MeetingDate?.Instant);
}
