using AutoMapper;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Domain.Deals;
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
public sealed class DealsController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>Who owns a deal, where it stands and how active it is.</summary>
    /// <remarks>
    /// For a deal that is not stored, `dealId` is "Not found" and `dealOwner` "Unknown Owner"; there is no activity, no
    /// date and no `dealStage`.
    /// </remarks>
    /// <response code="200">The deal, or the "Not found" form.</response>
    [HttpGet("deal-info", Name = "getDealInfo")]
    public async Task<ActionResult<DealInfoV2>> GetDealInfo(
        [FromQuery(Name = "dealName")] string? dealName, CancellationToken cancellationToken) =>
        await mediator.Send(new GetDealQuery(DealReference.ByName(dealName)), cancellationToken) is { } deal
            ? mapper.Map<DealInfoV2>(deal)
            : DealInfoV2.NotFound;
}
