using DealInsights.Application.Meetings.GetDealOverview;
using DealInsights.WebApi.Answers;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>What was said in the latest meetings of a deal.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[RefuseUnreadable]
[Route(V3Api.Deals)]
[Tags("Overview")]
public sealed class DealOverviewController(IMediator mediator) : ControllerBase
{
    /// <summary>What was said in the latest meetings of a deal, in two to three lines, with evidence.</summary>
    /// <remarks>
    /// Made from the transcripts of the six latest meetings. Without any transcript `text` and `provenance` are null.
    /// </remarks>
    /// <response code="200">The overview.</response>
    [HoldsWhileStored]
    [HttpGet("{dealName}/overview", Name = "getDealOverview")]
    public async Task<ActionResult<OverviewV3>> GetDealOverview(
        [FromDealAddress] string? dealName, CancellationToken cancellationToken)
    {
        var overview = await mediator.Send(new GetDealOverviewQuery(dealName, Request.KnownVersions()), cancellationToken);
        InsightHeaders.Set(Response, overview?.Value?.Provenance);

        return overview.ToResult(Response, OverviewV3.From);
    }
}
