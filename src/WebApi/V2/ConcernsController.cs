using DealInsights.Application.Concerns.GetConcerns;
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
public sealed class ConcernsController(IMediator mediator) : ControllerBase
{
    /// <summary>What worries the buyer: price, no decision maker, a vendor in place.</summary>
    /// <remarks>
    /// In stored order. A part or field that is not stored is not in the answer. When nothing is stored for the deal, the
    /// list has one element with the three flags "N/A" and empty explanations.
    /// </remarks>
    /// <response code="200">The concerns, or the one element that says that none are stored.</response>
    [HttpGet("get-concerns", Name = "getConcerns")]
    public async Task<ActionResult<IReadOnlyList<ConcernV2>>> GetConcerns(
        [FromQuery(Name = "dealName")] string? dealName, CancellationToken cancellationToken) =>
        Ok(ConcernV2.From(await mediator.Send(new GetConcernsQuery(dealName), cancellationToken)));
}
