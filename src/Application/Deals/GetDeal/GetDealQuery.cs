using DealInsights.Application.Answers;
using DealInsights.Application.Diagnostics;
using MediatR;

namespace DealInsights.Application.Deals.GetDeal;

/// <summary>Asks for all that is recorded of a deal. Answered <see langword="null"/> when the deal is unknown.</summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
/// <param name="Known">The versions of the answer that the caller has.</param>
public sealed record GetDealQuery(string? DealName, KnownVersions Known) : IRequest<Versioned<DealDetails>?>, IDealQuery;

internal sealed class GetDealQueryHandler(DealReader deals) : IRequestHandler<GetDealQuery, Versioned<DealDetails>?>
{
    public async Task<Versioned<DealDetails>?> Handle(GetDealQuery request, CancellationToken cancellationToken) =>
        await deals.BeginAsync(request.DealName!, cancellationToken) is { } reading
            ? await reading.AnswerAsync(request.Known, cancellationToken)
            : null;
}
