using DealInsights.Application.Stakeholders.GetDealStakeholders;
using DealInsights.WebApi.Answers;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>Who is at the table of a deal.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[RefuseUnreadable]
[Route(V3Api.Deals)]
[Tags("Stakeholders")]
public sealed class DealStakeholdersController(IMediator mediator) : ControllerBase
{
    /// <summary>Who is at the table of a deal, who may decide, and why.</summary>
    /// <remarks>Everybody who attended a meeting for the buyer, once; potential decision makers first, then by name.</remarks>
    /// <response code="200">The people; an empty list when nobody is known.</response>
    [HoldsWhileStored]
    [HttpGet("{dealName}/stakeholders", Name = "getDealStakeholders")]
    public async Task<ActionResult<StakeholdersV3>> GetDealStakeholders(
        [FromDealAddress] string? dealName, CancellationToken cancellationToken)
    {
        var people = await mediator.Send(new GetDealStakeholdersQuery(dealName, Request.KnownVersions()), cancellationToken);
        InsightHeaders.Set(Response, people?.Value?.Provenance);

        return people.ToResult(Response, StakeholdersV3.From);
    }
}
