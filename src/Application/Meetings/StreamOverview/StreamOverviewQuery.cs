using System.Runtime.CompilerServices;
using DealInsights.Application.Deals;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Meetings;
using MediatR;

namespace DealInsights.Application.Meetings.StreamOverview;

/// <summary>
/// Asks what was said in the latest meetings of a deal, to be read while it is written. Returns <see langword="null"/>
/// when no deal has the id. The model is not asked before the first step is awaited, so this query's time is that of
/// finding the deal and its meetings; a step can fail as the query itself can.
/// </summary>
public sealed record StreamOverviewQuery(DealReference Deal)
    : IRequest<IAsyncEnumerable<WritingStep<DealOverview>>?>, IDealQuery;

internal sealed class StreamOverviewQueryHandler(
    IDealRepository deals, IMeetingRepository meetings, IMeetingSummarizer summarizer)
    : IRequestHandler<StreamOverviewQuery, IAsyncEnumerable<WritingStep<DealOverview>>?>
{
    public async Task<IAsyncEnumerable<WritingStep<DealOverview>>?> Handle(
        StreamOverviewQuery request, CancellationToken cancellationToken) =>
        await deals.FindNameAsync(request.Deal, cancellationToken) is { } dealName
            ? StreamAsync(dealName, await meetings.FindOverviewStateAsync(dealName, cancellationToken), cancellationToken)
            : null;

    private async IAsyncEnumerable<WritingStep<DealOverview>> StreamAsync(
        string dealName, OverviewState? state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (state is null)
        {
            yield return new WritingStep<DealOverview>.Finished(DealOverview.Empty);
            yield break;
        }

        await foreach (var step in summarizer.FollowAsync(dealName, state.Digest, cancellationToken))
        {
            yield return step.Select(summary => DealOverview.Of(summary, state), otherwise: DealOverview.Empty);
        }
    }
}
