using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings.GetDealOverview;
using MediatR;

namespace DealInsights.Application.Meetings.FollowDealOverview;

/// <summary>
/// Asks what was said in the latest meetings of a deal, to read along while it is written. Answered
/// <see langword="null"/> when the deal is unknown. Nothing is asked of the model before the first step is awaited, so
/// the time of this query is that of finding the deal and its meetings; and a step can fail as the query itself can.
/// </summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
public sealed record FollowDealOverviewQuery(string? DealName)
    : IRequest<IAsyncEnumerable<WritingStep<DealOverview>>?>, IDealQuery;

internal sealed class FollowDealOverviewQueryHandler(IDealRepository deals, OverviewReader overviews)
    : IRequestHandler<FollowDealOverviewQuery, IAsyncEnumerable<WritingStep<DealOverview>>?>
{
    public async Task<IAsyncEnumerable<WritingStep<DealOverview>>?> Handle(
        FollowDealOverviewQuery request, CancellationToken cancellationToken)
    {
        var looking = deals.ExistsAsync(request.DealName!, cancellationToken);
        var beginning = overviews.BeginFollowingAsync(request.DealName!, cancellationToken);
        await Task.WhenAll(looking, beginning);

        return await looking ? await beginning : null;
    }
}
