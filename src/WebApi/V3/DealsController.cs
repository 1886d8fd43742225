using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Deals.GetDealInsights;
using DealInsights.Application.Deals.ListDeals;
using DealInsights.WebApi.Answers;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>Which deals there are, and what is known of one.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[RefuseUnreadable]
[Route(V3Api.Deals)]
[Tags("Deals")]
public sealed class DealsController(IMediator mediator) : ControllerBase
{
    /// <summary>Which deals there are, page by page.</summary>
    /// <remarks>
    /// A page ends with `nextCursor`, which asks for the next one. Deals that stay as they are while others are added and
    /// removed are seen exactly once.
    /// </remarks>
    /// <response code="200">A page of deals; empty when none passes the filters.</response>
    [HoldsWhileStored]
    [HttpGet(Name = "listDeals")]
    public async Task<ActionResult<DealPageV3>> ListDeals(
        [FromQuery(Name = "stage")] string? stage,
        [FromQuery(Name = "owner")] string? owner,
        [FromQuery(Name = "search")] string? search,
        [FromQuery(Name = "sort")] string? sort,
        [FromQuery(Name = "limit")] int? limit,
        [FromQuery(Name = "cursor")] string? cursor,
        CancellationToken cancellationToken)
    {
        var query = new ListDealsQuery(stage, owner, search, sort, limit, cursor, Request.KnownVersions());

        return (await mediator.Send(query, cancellationToken)).ToResult(Response, DealPageV3.From);
    }

    /// <summary>Who owns a deal, where it stands, what it is worth and how active it is.</summary>
    /// <remarks>As recorded, read anew for every answer. What is not recorded is null.</remarks>
    /// <response code="200">The deal.</response>
    [HoldsWhileStored]
    [HttpGet("{dealName}", Name = "getDeal")]
    public async Task<ActionResult<DealV3>> GetDeal(
        [FromDealAddress] string? dealName, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetDealQuery(dealName, Request.KnownVersions()), cancellationToken))
            .ToResult(Response, DealV3.From);

    /// <summary>All that is known of a deal in one answer.</summary>
    /// <remarks>
    /// The parts are read together. Each says how that went: one that is slow or broken leaves the others alone. A part
    /// that takes longer than the service is set to wait, 10 seconds unless configured, has the status `timeout`; asked
    /// for alone it may take longer. When no part is there because the database does not answer, the status is 503.
    /// </remarks>
    /// <response code="200">The parts that were asked for, each with its status.</response>
    [HoldsWhileStored]
    [HttpGet("{dealName}/insights", Name = "getDealInsights")]
    public async Task<ActionResult<InsightsV3>> GetDealInsights(
        [FromDealAddress] string? dealName,
        [FromQuery(Name = "include")] string? include,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new GetDealInsightsQuery(dealName, include, Request.KnownVersions()), cancellationToken))
            .ToResult(Response, InsightsV3.From);
}
