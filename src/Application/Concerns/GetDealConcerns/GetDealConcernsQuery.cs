using DealInsights.Application.Answers;
using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using MediatR;

namespace DealInsights.Application.Concerns.GetDealConcerns;

/// <summary>Asks what worries the buyer of a deal. Answered <see langword="null"/> when the deal is unknown.</summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
/// <param name="Known">The versions of the answer that the caller has.</param>
public sealed record GetDealConcernsQuery(string? DealName, KnownVersions Known)
    : IRequest<Versioned<DealConcerns>?>, IDealQuery;

internal sealed class GetDealConcernsQueryHandler(IDealRepository deals, ConcernsReader concerns)
    : IRequestHandler<GetDealConcernsQuery, Versioned<DealConcerns>?>
{
    public async Task<Versioned<DealConcerns>?> Handle(
        GetDealConcernsQuery request, CancellationToken cancellationToken)
    {
        var looking = deals.ExistsAsync(request.DealName!, cancellationToken);
        var beginning = concerns.BeginAsync(request.DealName!, cancellationToken);
        await Task.WhenAll(looking, beginning);

        return await looking ? await (await beginning).AnswerAsync(request.Known, cancellationToken) : null;
    }
}
