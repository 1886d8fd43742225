using DealInsights.Application.Answers;
using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using MediatR;

namespace DealInsights.Application.Meetings.GetDealOverview;

/// <summary>
/// Asks what was said in the latest meetings of a deal. Answered <see langword="null"/> when the deal is unknown.
/// </summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
/// <param name="Known">The versions of the answer that the caller has.</param>
public sealed record GetDealOverviewQuery(string? DealName, KnownVersions Known)
    : IRequest<Versioned<DealOverview>?>, IDealQuery;

internal sealed class GetDealOverviewQueryHandler(IDealRepository deals, OverviewReader overviews)
    : IRequestHandler<GetDealOverviewQuery, Versioned<DealOverview>?>
{
    public async Task<Versioned<DealOverview>?> Handle(
        GetDealOverviewQuery request, CancellationToken cancellationToken)
    {
        var looking = deals.ExistsAsync(request.DealName!, cancellationToken);
        var beginning = overviews.BeginAsync(request.DealName!, cancellationToken);
        await Task.WhenAll(looking, beginning);

        return await looking ? await (await beginning).AnswerAsync(request.Known, cancellationToken) : null;
    }
}
