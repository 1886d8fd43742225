using DealInsights.Application.Deals.GetDealInfo;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V2;

/// <summary>Who owns a deal and how active it is.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[Route(V2Api.Base)]
[Tags("Deals")]
public sealed class DealInfoController(IMediator mediator) : ControllerBase
{
    /// <summary>Who owns a deal, where it stands and how active it is.</summary>
    /// <remarks>
    /// A deal that is not stored is answered with `dealId` "Not found", `dealOwner` "Unknown Owner", no activity, no
    /// dates and no `dealStage`.
    /// </remarks>
    /// <response code="200">The deal, or the "Not found" form.</response>
    [HttpGet("deal-info", Name = "getDealInfo")]
    public async Task<ActionResult<DealInfoV2>> GetDealInfo(
        [FromQuery(Name = "dealName")] string? dealName, CancellationToken cancellationToken) =>
        DealInfoV2.From(await mediator.Send(new GetDealInfoQuery(dealName), cancellationToken));
}
