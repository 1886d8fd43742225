using DealInsights.Application.Answers;
using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using MediatR;

namespace DealInsights.Application.Stakeholders.GetDealStakeholders;

/// <summary>
/// Asks who is at the table, who of them may decide, and why. Answered <see langword="null"/> when the deal is unknown.
/// </summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
/// <param name="Known">The versions of the answer that the caller has.</param>
public sealed record GetDealStakeholdersQuery(string? DealName, KnownVersions Known)
    : IRequest<Versioned<StakeholderAssessments>?>, IDealQuery;

internal sealed class GetDealStakeholdersQueryHandler(IDealRepository deals, StakeholdersReader stakeholders)
    : IRequestHandler<GetDealStakeholdersQuery, Versioned<StakeholderAssessments>?>
{
    public async Task<Versioned<StakeholderAssessments>?> Handle(
        GetDealStakeholdersQuery request, CancellationToken cancellationToken)
    {
        var looking = deals.ExistsAsync(request.DealName!, cancellationToken);
        var beginning = stakeholders.BeginAsync(request.DealName!, cancellationToken);
        await Task.WhenAll(looking, beginning);

        return await looking ? await (await beginning).AnswerAsync(request.Known, cancellationToken) : null;
    }
}
