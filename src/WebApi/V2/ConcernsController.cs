using AutoMapper;
using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Domain.Deals;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V2;

/// <summary>What worries the buyer.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[Route(V2Api.Base)]
[Tags("Concerns")]
public sealed class ConcernsController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>What worries the buyer: price, no decision maker, a vendor in place.</summary>
    /// <remarks>
    /// In stored order, without the parts and fields that are not stored. When nothing is stored for the deal, the list
    /// has one element with the three flags "N/A" and empty explanations.
    /// </remarks>
    /// <response code="200">The concerns, or the one element that says that none are stored.</response>
    [HttpGet("get-concerns", Name = "getConcerns")]
    public async Task<ActionResult<IReadOnlyList<ConcernV2>>> GetConcerns(
        [FromQuery(Name = "dealName")] string? dealName, CancellationToken cancellationToken) =>
        await mediator.Send(new GetConcernsQuery(DealReference.ByName(dealName)), cancellationToken)
            is { Concerns: { Count: > 0 } concerns }
            ? mapper.Map<List<ConcernV2>>(concerns)
            : Ok(ConcernV2.NothingStored);
}
