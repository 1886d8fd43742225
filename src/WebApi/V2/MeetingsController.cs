using AutoMapper;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.Domain.Deals;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V2;

/// <summary>What was said in the last meetings.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[Route(V2Api.Base)]
[Tags("Meetings")]
public sealed class MeetingsController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>What was said in the last meetings, in two to three lines.</summary>
    /// <remarks>
    /// Made from the transcripts of the six latest meetings that have one: key points, decisions, positive and negative
    /// buying signals. The header `X-Insight-Source` says who wrote it: `model` just now; `stored` when the model wrote it
    /// earlier about the same meetings; `stored; stale` when it wrote it about older ones and a new one is being written
    /// for the next request; `offline` when there is no model, or too little text to ask it; `offline; reason=` with
    /// `timeout`, `unavailable`, `filtered` or `invalid` when the offline rules stood in for the model.
    /// `X-Insight-Generated-At` says when. Without any transcript the overview is "-" and the headers are absent.
    /// </remarks>
    /// <response code="200">The overview, or "-".</response>
    [HttpGet("company-overview", Name = "getCompanyOverview")]
    public async Task<ActionResult<CompanyOverviewV2>> GetCompanyOverview(
        [FromQuery(Name = "dealName")] string? dealName, CancellationToken cancellationToken)
    {
        var overview = await mediator.Send(new GetOverviewQuery(DealReference.ByName(dealName)), cancellationToken);
        InsightHeaders.Set(Response, overview?.Provenance);

        return mapper.Map<CompanyOverviewV2>(overview);
    }
}
