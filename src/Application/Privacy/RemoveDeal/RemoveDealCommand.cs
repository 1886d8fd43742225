using DealInsights.Application.Deals;
using DealInsights.Domain.Deals;
using MediatR;

namespace DealInsights.Application.Privacy.RemoveDeal;

/// <summary>
/// Removes all that is stored of a deal. Returns what was removed, or <see langword="null"/> when nothing of the deal is
/// stored. By name it also removes what is left of a deal that is no longer listed.
/// </summary>
/// <param name="Deal">The deal.</param>
/// <param name="IsRehearsal">Only says what would be removed.</param>
public sealed record RemoveDealCommand(DealReference Deal, bool IsRehearsal) : IRequest<RemovalReport?>, IDealQuery;

internal sealed class RemoveDealCommandHandler(IDealRepository deals, IDataRemoval removal)
    : IRequestHandler<RemoveDealCommand, RemovalReport?>
{
    public async Task<RemovalReport?> Handle(RemoveDealCommand request, CancellationToken cancellationToken)
    {
        if (await deals.FindNameAsync(request.Deal, cancellationToken) is not { } dealName)
        {
            return null;
        }

        var report = await removal.RemoveDealAsync(dealName, request.IsRehearsal, cancellationToken);

        return report.IsEmpty ? null : report;
    }
}
