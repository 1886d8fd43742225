using AutoMapper;
using DealInsights.Application.Diagnostics;
using MediatR;

namespace DealInsights.Application.Deals.GetDealInfo;

/// <summary>
/// Asks who owns a deal, where it stands and how active it is. Answered <see langword="null"/> when the deal is unknown.
/// </summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
public sealed record GetDealInfoQuery(string? DealName) : IRequest<DealInfo?>, IDealQuery;

internal sealed class GetDealInfoQueryHandler(IDealRepository deals, IMapper mapper)
    : IRequestHandler<GetDealInfoQuery, DealInfo?>
{
    public async Task<DealInfo?> Handle(GetDealInfoQuery request, CancellationToken cancellationToken)
    {
        var dealName = request.DealName!;

        // Neither read needs the other's answer. For an unknown deal the second is wasted; unknown deals are rare.
        var findingDeal = deals.FindAsync(dealName, cancellationToken);
        var findingTimeline = deals.FindTimelineAsync(dealName, cancellationToken);
        await Task.WhenAll(findingDeal, findingTimeline);

        return await findingDeal is { } deal
            ? mapper.Map<DealInfo>(new DealWithTimeline(deal, await findingTimeline))
            : null;
    }
}
