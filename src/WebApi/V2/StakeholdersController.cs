using AutoMapper;
using DealInsights.Application.Stakeholders.GetStakeholders;
using DealInsights.Domain.Deals;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V2;

/// <summary>Who is at the table.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[Route(V2Api.Base)]
[Tags("Stakeholders")]
public sealed class StakeholdersController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>Who is at the table and may decide.</summary>
    /// <remarks>
    /// Everybody who attended a meeting for the buyer, once; potential decision makers first, then by name. The header
    /// `X-Insight-Source` says who judged the titles: `stored` when the model judged all of them earlier; `model` when it
    /// judged some of them just now; `offline` when there is no model; `offline; reason=` with `timeout`, `unavailable`,
    /// `filtered` or `invalid` when the offline rules stood in for the model, be it for a single title.
    /// `X-Insight-Generated-At` says when the oldest judgement was made. Without any title to judge the headers are
    /// absent.
    /// </remarks>
    /// <response code="200">The people; an empty list when nobody is known.</response>
    [HttpGet("get-stakeholders", Name = "getStakeholders")]
    public async Task<ActionResult<StakeholdersV2>> GetStakeholders(
        [FromQuery(Name = "deal_name")] string? dealName,
        [FromQuery(Name = "dealName")] string? alias,
        CancellationToken cancellationToken)
    {
        var deal = DealReference.ByName(dealName ?? alias);
        var stakeholders = await mediator.Send(new GetStakeholdersQuery(deal), cancellationToken);
        InsightHeaders.Set(Response, stakeholders?.Provenance);

        return mapper.Map<StakeholdersV2>(stakeholders);
    }
}
