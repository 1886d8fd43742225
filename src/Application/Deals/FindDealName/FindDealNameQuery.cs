using DealInsights.Domain.Deals;
using MediatR;

namespace DealInsights.Application.Deals.FindDealName;

/// <summary>
/// Asks for a deal's name, so that several questions about it can be asked by name. Returns <see langword="null"/> when
/// no deal has the id.
/// </summary>
public sealed record FindDealNameQuery(DealReference Deal) : IRequest<string?>, IDealQuery;

internal sealed class FindDealNameQueryHandler(IDealRepository deals) : IRequestHandler<FindDealNameQuery, string?>
{
    public Task<string?> Handle(FindDealNameQuery request, CancellationToken cancellationToken) =>
        deals.FindNameAsync(request.Deal, cancellationToken);
}
