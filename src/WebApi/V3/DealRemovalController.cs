using DealInsights.Application.Privacy.RemoveDeal;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>Takes a deal out of all that is stored.</summary>
[ApiController]
[Authorize(Policies.Administration)]
[RefuseUnreadable]
[Route(V3Api.Deals)]
[Tags("Privacy")]
public sealed class DealRemovalController(IMediator mediator) : ControllerBase
{
    /// <summary>Removes a deal and all that is known of it, from every collection and cache, for good.</summary>
    /// <remarks>
    /// Repeating it is harmless: when nothing of the deal is left the status is 404. A model that is asked about the deal
    /// at this moment keeps nothing of it.
    /// </remarks>
    /// <response code="200">What was removed.</response>
    [HttpDelete("{dealName}", Name = "removeDeal")]
    public async Task<ActionResult<RemovalV3>> RemoveDeal(
        [FromDealAddress] string? dealName, CancellationToken cancellationToken) =>
        await mediator.Send(new RemoveDealCommand(dealName, IsRehearsal: false), cancellationToken) is { } report
            ? RemovalV3.From(report)
            : new ProblemResult(StatusCodes.Status404NotFound, "No deal of this name is stored.");
}
