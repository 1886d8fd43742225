using System.Runtime.CompilerServices;
using DealInsights.Application.Deals;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Meetings;
using MediatR;

namespace DealInsights.Application.Meetings.StreamOverview;

/// <summary>
/// Asks what was said in the latest meetings of a deal, to be read while it is written. Returns <see langword="null"/>
/// when no deal has the id. The model is not asked before the first event is awaited, so this query's time is that of
/// finding the deal and its meetings; an event can fail as the query itself can.
/// </summary>
public sealed record StreamOverviewQuery(DealReference Deal)
    : IRequest<IAsyncEnumerable<OverviewEvent<DealOverview>>?>, IDealQuery;

internal sealed class StreamOverviewQueryHandler(
    IDealRepository deals, IMeetingRepository meetings, IMeetingSummarizer summarizer)
    : IRequestHandler<StreamOverviewQuery, IAsyncEnumerable<OverviewEvent<DealOverview>>?>
{
    public async Task<IAsyncEnumerable<OverviewEvent<DealOverview>>?> Handle(
        StreamOverviewQuery request, CancellationToken cancellationToken) =>
        await deals.FindNameAsync(request.Deal, cancellationToken) is { } dealName
            ? StreamAsync(dealName, await meetings.FindOverviewVersionsAsync(dealName, cancellationToken), cancellationToken)
            : null;

    private async IAsyncEnumerable<OverviewEvent<DealOverview>> StreamAsync(
        string dealName, IReadOnlyList<MeetingVersion> versions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (versions.Count == 0)
        {
            yield return new OverviewEvent<DealOverview>.Final(DealOverview.Empty);
            yield break;
        }

        await foreach (var one in summarizer.StreamAsync(dealName, versions, cancellationToken))
        {
            yield return one.Select(summary => DealOverview.Of(summary, versions));
        }
    }
}
