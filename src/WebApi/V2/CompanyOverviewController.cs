using DealInsights.Application.Meetings.GetCompanyOverview;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V2;

/// <summary>What was said in the last meetings.</summary>
[ApiController]
[Route(V2Api.Base)]
[Tags("Meetings")]
public sealed class CompanyOverviewController(IMediator mediator) : ControllerBase
{
    /// <summary>What was said in the last meetings, in two to three lines.</summary>
    /// <remarks>
    /// Made from the transcripts of the six latest meetings: key points, decisions, positive and negative buying signals.
    /// The header `X-Insight-Source` says who wrote it: `model`, `offline`, or `offline; reason=` with `timeout`,
    /// `unavailable`, `filtered` or `invalid` when the offline rules stood in for the model. Without any transcript the
    /// answer is "-", nobody wrote it, and the header is absent.
    /// </remarks>
    /// <response code="200">The overview, or "-".</response>
    [HttpGet("company-overview", Name = "getCompanyOverview")]
    public async Task<ActionResult<CompanyOverviewV2>> GetCompanyOverview(
        [FromQuery(Name = "dealName")] string? dealName, CancellationToken cancellationToken)
    {
        var overview = await mediator.Send(new GetCompanyOverviewQuery(dealName), cancellationToken);
        InsightSourceHeader.Set(Response, overview?.Source);

        return CompanyOverviewV2.From(overview);
    }
}
