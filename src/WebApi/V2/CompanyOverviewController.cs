using DealInsights.Application.Meetings.GetCompanyOverview;
using DealInsights.WebApi.Answers;
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
public sealed class CompanyOverviewController(IMediator mediator) : ControllerBase
{
    /// <summary>What was said in the last meetings, in two to three lines.</summary>
    /// <remarks>
    /// Made from the transcripts of the six latest meetings: key points, decisions, positive and negative buying signals.
    /// The header `X-Insight-Source` says who wrote it: `model` just now; `stored` when the model wrote it before, of the
    /// same meetings; `stored; stale` when it wrote it of older ones and writes a new one meanwhile, which the next
    /// request gets; `offline` when there is no model, or too little to ask it; `offline; reason=` with `timeout`,
    /// `unavailable`, `filtered` or `invalid` when the offline rules stood in for the model. `X-Insight-Generated-At`
    /// says when. Without any transcript the answer is "-", nobody wrote it, and the headers are absent.
    /// </remarks>
    /// <response code="200">The overview, or "-".</response>
    [HoldsWhileStored]
    [HttpGet("company-overview", Name = "getCompanyOverview")]
    public async Task<ActionResult<CompanyOverviewV2>> GetCompanyOverview(
        [FromQuery(Name = "dealName")] string? dealName, CancellationToken cancellationToken)
    {
        var overview = await mediator.Send(new GetCompanyOverviewQuery(dealName), cancellationToken);
        InsightHeaders.Set(Response, overview?.Source, overview?.GeneratedAt);

        return CompanyOverviewV2.From(overview);
    }
}
