using AutoMapper;
using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Application.Deals.FindDealName;
using DealInsights.Application.Stakeholders.GetStakeholders;
using DealInsights.Domain.Deals;
using DealInsights.WebApi.Http;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>What is known about a deal beyond what the CRM records.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[ConditionalGet]
[Route(V3Api.Deals + "/{dealId}")]
public sealed class InsightsController(IMediator mediator, IMapper mapper, InsightParts parts) : ControllerBase
{
    /// <summary>What worries the buyer of a deal: price, no decision maker, a vendor in place.</summary>
    /// <remarks>Read anew for every response. What was not assessed is null.</remarks>
    /// <response code="200">The assessments, in stored order; an empty list when there are none.</response>
    [HttpGet("concerns", Name = "getDealConcerns")]
    [Tags("Concerns")]
    public async Task<ActionResult<ConcernsV3>> GetDealConcerns(
        [FromRoute] string dealId, CancellationToken cancellationToken) =>
        await mediator.Send(new GetConcernsQuery(DealReference.ById(dealId)), cancellationToken) is { } concerns
            ? mapper.Map<ConcernsV3>(concerns)
            : FailureHandler.DealNotFound;

    /// <summary>Who is at the table of a deal, who may decide, and why.</summary>
    /// <remarks>Everybody who attended a meeting for the buyer, once; potential decision makers first, then by name.</remarks>
    /// <response code="200">The people; an empty list when nobody is known.</response>
    [HttpGet("stakeholders", Name = "getDealStakeholders")]
    [Tags("Stakeholders")]
    public async Task<ActionResult<StakeholdersV3>> GetDealStakeholders(
        [FromRoute] string dealId, CancellationToken cancellationToken)
    {
        var people = await mediator.Send(new GetStakeholdersQuery(DealReference.ById(dealId)), cancellationToken);
        InsightHeaders.Set(Response, people?.Provenance);

        return people is null ? FailureHandler.DealNotFound : mapper.Map<StakeholdersV3>(people);
    }

    /// <summary>Several parts of what is known about a deal in one response.</summary>
    /// <remarks>
    /// The parts are read side by side. Each has its own status: one that is slow or broken does not affect the others. A
    /// part that takes longer than the configured limit, 10 seconds by default, has the status `timeout`; asked for alone
    /// it may take longer. When no part can be read because the database does not answer, the status is 503.
    /// </remarks>
    /// <response code="200">The parts that were asked for, each with its status.</response>
    [HttpGet("insights", Name = "getDealInsights")]
    [Tags("Deals")]
    public async Task<ActionResult<InsightsV3>> GetDealInsights(
        [FromRoute] string dealId, [FromQuery(Name = "include")] string? include, CancellationToken cancellationToken)
    {
        var wanted = InsightParts.ReadNames(include);

        return await mediator.Send(new FindDealNameQuery(DealReference.ById(dealId)), cancellationToken) is { } name
            ? await parts.ReadAsync(name, wanted, cancellationToken)
            : FailureHandler.DealNotFound;
    }
}
