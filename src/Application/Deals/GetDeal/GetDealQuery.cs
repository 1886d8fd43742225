using DealInsights.Domain.Deals;
using DealInsights.Domain.Timelines;
using MediatR;

namespace DealInsights.Application.Deals.GetDeal;

/// <summary>Asks for all that is recorded of a deal. Returns <see langword="null"/> when the deal is unknown.</summary>
public sealed record GetDealQuery(DealReference Deal) : IRequest<DealDetails?>, IDealQuery;

/// <summary>A deal with the extent of its timeline.</summary>
/// <param name="Deal">The deal.</param>
/// <param name="Timeline">The extent of its timeline; without events when none is stored.</param>
public sealed record DealDetails(Deal Deal, Timeline Timeline);

internal sealed class GetDealQueryHandler(IDealRepository deals) : IRequestHandler<GetDealQuery, DealDetails?>
{
    private static readonly Timeline NoTimeline = new(ActivityCount: 0, StartDate: null, EndDate: null);

    public Task<DealDetails?> Handle(GetDealQuery request, CancellationToken cancellationToken) =>
        request.Deal.Id is { } id
            ? FindByIdAsync(id, cancellationToken)
            : FindByNameAsync(request.Deal.Name!, cancellationToken);

    private async Task<DealDetails?> FindByIdAsync(string id, CancellationToken cancellationToken) =>
        await deals.FindByIdAsync(id, cancellationToken) is { } deal
            ? new DealDetails(deal, await deals.FindTimelineAsync(deal.Name, cancellationToken) ?? NoTimeline)
            : null;

    private async Task<DealDetails?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        // Neither read needs the other's result. For an unknown deal the second is wasted; unknown deals are rare.
        var findingDeal = deals.FindByNameAsync(name, cancellationToken);
        var findingTimeline = deals.FindTimelineAsync(name, cancellationToken);
        await Task.WhenAll(findingDeal, findingTimeline);

        return await findingDeal is { } deal ? new DealDetails(deal, await findingTimeline ?? NoTimeline) : null;
    }
}
