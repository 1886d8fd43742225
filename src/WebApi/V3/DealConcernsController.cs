using DealInsights.Application.Concerns.GetDealConcerns;
using DealInsights.WebApi.Answers;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>What worries the buyer of a deal.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[RefuseUnreadable]
[Route(V3Api.Deals)]
[Tags("Concerns")]
public sealed class DealConcernsController(IMediator mediator) : ControllerBase
{
    /// <summary>What worries the buyer of a deal: price, no decision maker, a vendor in place.</summary>
    /// <remarks>As recorded, read anew for every answer. What was not assessed is null.</remarks>
    /// <response code="200">The assessments, in stored order; an empty list when there are none.</response>
    [HoldsWhileStored]
    [HttpGet("{dealName}/concerns", Name = "getDealConcerns")]
    public async Task<ActionResult<ConcernsV3>> GetDealConcerns(
        [FromDealAddress] string? dealName, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetDealConcernsQuery(dealName, Request.KnownVersions()), cancellationToken))
            .ToResult(Response, ConcernsV3.From);
}
